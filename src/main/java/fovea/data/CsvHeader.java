package fovea.data;

import java.util.List;

/**
 * What a table's first line looks like: names of columns, as pandas writes them, may be numbers.
 *
 * @param isFirstNameless whether only the first column has no name
 * @param counts whether the names, but for a missing first one, are 0,1,2,… or 1,2,3,…
 * @param isPair whether there are two of these, which may be values as well
 */
record CsvHeader(boolean isFirstNameless, boolean counts, boolean isPair) {
  static CsvHeader of(List<String> names) {
    boolean nameless = names.get(0).isEmpty() && names.stream().skip(1).noneMatch(String::isEmpty);
    List<String> rest = nameless ? names.subList(1, names.size()) : names;
    boolean counts = count(rest, 0) || count(rest, 1);
    return new CsvHeader(
        nameless && !rest.isEmpty(),
        counts && (nameless || rest.size() > 2),
        counts && !nameless && rest.size() == 2);
  }

  private static boolean count(List<String> names, int from) {
    for (int i = 0; i < names.size(); i++)
      if (!names.get(i).equals(Integer.toString(from + i))) return false;
    return !names.isEmpty();
  }
}
