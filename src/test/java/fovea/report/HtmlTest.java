package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTest {
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
