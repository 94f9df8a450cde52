package fovea.report;

/** A page that grows from top to bottom. Whatever is text is escaped here and nowhere else. */
public final class Html {
  private final StringBuilder page = new StringBuilder();

  /** Markup, as it is. */
  public Html raw(String markup) {
    page.append(markup);
    return this;
  }

  /** Text between tags or inside an attribute's double quotes. */
  public Html text(String text) {
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
  public Html element(String tag, String text) {
    return raw("<" + tag + ">").text(text).raw("</" + tag + ">");
  }

  /**
   * {@code <tag name="value" …>}.
   *
   * @param attributes names and values in turn; values are text
   */
  Html open(String tag, String... attributes) {
    return tag(tag, attributes).raw(">");
  }

  /** {@code <tag name="value" … />}: an element that holds nothing, such as a picture. */
  Html empty(String tag, String... attributes) {
    return tag(tag, attributes).raw(" />");
  }

  Html close(String tag) {
    return raw("</" + tag + ">");
  }

  private Html tag(String tag, String... attributes) {
    raw("<" + tag);
    for (int i = 0; i < attributes.length; i += 2)
      raw(" " + attributes[i] + "=\"").text(attributes[i + 1]).raw("\"");
    return this;
  }

  @Override
  public String toString() {
    return page.toString();
  }
}
