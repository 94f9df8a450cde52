package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTest {
  @Test
  void textDoesNotTurnTheReadingAround() {
    Html html = new Html().element("p", "gnp.\u202Eexe\u001B\n").open("a", "title", "\u2066");
    assertThat(html).hasToString("<p>gnp.?exe?\n</p><a title=\"?\">");
  }

  @Test
  void textNeverBecomesMarkup() {
    Html html = new Html()
        .element("p", "a<b & 'c' > \"d\"")
        .open("a", "title", "\"><script>")
        .raw("</a>")
        .empty("img", "alt", "x");
    assertThat(html)
        .hasToString("<p>a&lt;b &amp; &#39;c&#39; &gt; &quot;d&quot;</p>"
            + "<a title=\"&quot;&gt;&lt;script&gt;\"></a><img alt=\"x\" />");
  }
}
