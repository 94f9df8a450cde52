package fovea.sweep;

/** A page that grows from top to bottom. Whatever is text is escaped here and nowhere else. */
final class Html {
  private final StringBuilder page = new StringBuilder();

  /** Markup, as it is. */
  Html raw(String markup) {
    page.append(markup);
    return this;
  }

  /** Text between tags or inside an attribute's double quotes. */
  Html text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> page.append("&amp;");
        case '<' -> page.append("&lt;");
        case '>' -> page.append("&gt;");
        case '"' -> page.append("&quot;");
        case '\'' -> page.append("&#39;");
        default -> page.append(c);
      }
    }
    return this;
  }

  /** {@code <tag>text</tag>}. */
  Html element(String tag, String text) {
    return raw("<" + tag + ">").text(text).raw("</" + tag + ">");
  }

  @Override
  public String toString() {
    return page.toString();
  }
}
