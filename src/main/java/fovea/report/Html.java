package fovea.report;

import fovea.data.Printable;
import java.util.List;
import java.util.Map;

/** A page that grows from top to bottom. Text is escaped here and nowhere else. */
public final class Html {
  private final StringBuilder page = new StringBuilder();

  /** Adds markup as it is. */
  public Html raw(String markup) {
    page.append(markup);
    return this;
  }

  /** Adds text between tags or inside an attribute's double quotes; what could turn its reading around is replaced. */
  public Html text(String foreign) {
    String text = Printable.lines(foreign);
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
  public Html open(String tag, String... attributes) {
    return tag(tag, attributes).raw(">");
  }

  /**
   * {@code <tag name="value" … />}: an element that holds nothing, such as a picture.
   *
   * @param attributes names and values in turn; values are text
   */
  public Html empty(String tag, String... attributes) {
    return tag(tag, attributes).raw(" />");
  }

  private Html tag(String tag, String... attributes) {
    raw("<" + tag);
    for (int i = 0; i < attributes.length; i += 2)
      raw(" " + attributes[i] + "=\"").text(attributes[i + 1]).raw("\"");
    return this;
  }

  /** Begins a part of the page under its heading. */
  public Html section(String id, String title) {
    open("section", "id", id, "aria-labelledby", id + "-title").raw("\n");
    return open("h2", "id", id + "-title").text(title).raw("</h2>\n");
  }

  /**
   * Links to the parts of the page.
   *
   * @param sections titles by id, in order
   */
  public Html navigation(Map<String, String> sections) {
    raw("<nav aria-label=\"Parts of this page\"><ul>");
    sections.forEach(
        (id, title) -> raw("<li>").open("a", "href", "#" + id).text(title).raw("</a></li>"));
    return raw("</ul></nav>\n");
  }

  /**
   * A table as wide as it needs to be, in a frame that scrolls.
   *
   * @param head names of the columns; an empty one has no name
   * @param rows as many cells each, the first of which names the row
   */
  Html table(List<String> head, List<List<String>> rows) {
    raw("<div class=\"wide\"><table><thead><tr>");
    for (String name : head)
      if (name.isEmpty()) raw("<td></td>");
      else raw("<th scope=\"col\">").text(name).raw("</th>");
    raw("</tr></thead>\n<tbody>");
    for (List<String> row : rows) {
      raw("<tr><th scope=\"row\">").text(row.getFirst()).raw("</th>");
      for (String cell : row.subList(1, row.size())) element("td", cell);
      raw("</tr>\n");
    }
    return raw("</tbody></table></div>");
  }

  @Override
  public String toString() {
    return page.toString();
  }
}
