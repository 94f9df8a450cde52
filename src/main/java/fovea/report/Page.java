package fovea.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The frame that Fovea's pages have in common: the style sheet with its light and dark colours, and a policy that
 * forbids the page to load anything but the pictures it may show.
 *
 * @param title for the browser's tab
 * @param pictures where pictures may come from, as a policy names it: {@code data:}, {@code 'self'}
 * @param style rules of this page alone
 * @param script of this page
 */
public record Page(String title, String pictures, String style, String script) {
  /** The whole page around what it shows: header, main and what is in them. */
  public String around(Html body) throws IOException {
    Html html = new Html()
        .raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\" />\n")
        .empty("meta", "http-equiv", "Content-Security-Policy", "content", policy())
        .raw("\n")
        .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
        .raw("\n")
        .element("title", title);
    return html.raw("\n<style>\n")
        .raw(Tone.rules())
        .raw(resource(Page.class, "report.css"))
        .raw(style)
        .raw("</style>\n</head>\n<body>\n")
        .raw(body.toString())
        .raw("<script>\n")
        .raw(script)
        .raw("</script>\n</body>\n</html>\n")
        .toString();
  }

  private String policy() {
    return "default-src 'none'; img-src %s; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
        .formatted(pictures);
  }

  /** A style sheet or a script that lies in the jar beside a class. */
  public static String resource(Class<?> beside, String name) throws IOException {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null)
        throw new IOException(name + " is missing from Fovea's jar: build or download it again");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
