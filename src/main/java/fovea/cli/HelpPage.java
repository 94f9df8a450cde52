package fovea.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The help of a command: usage, description, parameters, options by what they are about, commands. Fits lines of any
 * width; picocli's own needs 55 columns.
 */
final class HelpPage {
  private static final String SECTION = "page";

  /** Columns of names. On narrow terminals descriptions begin below them. */
  private static final int NAMES = 26;

  private static final int NARROW = 60;
  private static final int INDENT = 6;

  /** As many options need no headings. */
  private static final int FEW = 10;

  private static final Pattern SENTENCE = Pattern.compile("^.*?[.!?](?=\\s|$)");

  private final StringBuilder page = new StringBuilder();
  private final CommandSpec command;
  private final int width;
  private final boolean bold;

  private HelpPage(CommandSpec command, int width, boolean bold) {
    this.command = command;
    this.width = width;
    this.bold = bold;
  }

  /** Gives a command line, with all its commands, this kind of help. */
  static void giveTo(CommandLine line) {
    line.setHelpSectionMap(Map.of(
        SECTION,
        help ->
            of(help.commandSpec(), Terminal.columns(), help.colorScheme().ansi().enabled())));
    line.setHelpSectionKeys(List.of(SECTION));
  }

  /** @param bold whether the terminal can show headings and names in bold */
  static String of(CommandSpec command, int width, boolean bold) {
    return new HelpPage(command, width, bold).text();
  }

  private String text() {
    UsageMessageSpec message = command.usageMessage();
    usage();
    blankLine();
    paragraphs(message.description().length > 0 ? message.description() : message.header());
    parameters();
    options();
    commands();
    // The others inherit it.
    if (command.parent() == null) paragraphs(message.footer());
    return page.toString();
  }

  private void usage() {
    List<String> words = new ArrayList<>(List.of("Usage:", command.qualifiedName(), "[OPTIONS]"));
    for (OptionSpec option : command.options()) if (option.required()) words.add(name(option));
    for (PositionalParamSpec parameter : command.positionalParameters())
      if (!parameter.hidden()) words.add(name(parameter));
    if (command.parent() == null) words.add("COMMAND");
    wrap(String.join(" ", words), 0, INDENT);
  }

  private static String name(PositionalParamSpec parameter) {
    String name = parameter.paramLabel() + (parameter.arity().max() > 1 ? "..." : "");
    return parameter.arity().min() == 0 ? "[" + name + "]" : name;
  }

  private static String name(OptionSpec option) {
    return option.longestName() + (option.arity().max() == 0 ? "" : "=" + option.paramLabel());
  }

  private void parameters() {
    Map<String, String> entries = new LinkedHashMap<>();
    for (PositionalParamSpec parameter : command.positionalParameters())
      if (!parameter.hidden()) entries.put(name(parameter), description(parameter));
    entries("", entries);
  }

  private void options() {
    Map<OptionGroup, Map<String, String>> groups = new EnumMap<>(OptionGroup.class);
    int count = 0;
    for (OptionSpec option : command.options()) {
      if (option.hidden()) continue;
      String shortName =
          option.shortestName().equals(option.longestName()) ? "" : option.shortestName() + ", ";
      groups
          .computeIfAbsent(OptionGroup.of(option), group -> new LinkedHashMap<>())
          .put(shortName + name(option), description(option));
      count++;
    }
    if (count > FEW) {
      groups.forEach((group, entries) -> entries(group.title(), entries));
    } else {
      Map<String, String> all = new LinkedHashMap<>();
      groups.values().forEach(all::putAll);
      entries("Options", all);
    }
  }

  private void commands() {
    if (command.parent() != null) return;
    Map<String, String> entries = new LinkedHashMap<>();
    Main.commands().forEach((name, description) -> entries.put(name, summary(description)));
    entries("Commands", entries);
  }

  /** The first sentence. */
  private static String summary(String description) {
    String text = joined(description);
    Matcher sentence = SENTENCE.matcher(text);
    return sentence.find() ? sentence.group() : text;
  }

  private static String description(ArgSpec argument) {
    return joined(argument.description());
  }

  private static String joined(String... lines) {
    return plain(String.join(" ", lines)).strip().replaceAll("\\s+", " ");
  }

  /** What picocli would make of it. */
  private static String plain(String text) {
    return Help.Ansi.OFF.string(text).replace("%n", "\n").replace("%%", "%");
  }

  /** Lines that begin with a space stay lines; others are sentences of a paragraph. */
  private void paragraphs(String[] lines) {
    StringBuilder paragraph = new StringBuilder();
    for (String line : plain(String.join("\n", lines)).split("\n", -1)) {
      if (!line.isEmpty() && line.charAt(0) != ' ') {
        paragraph.append(line).append(' ');
        continue;
      }
      wrap(paragraph.toString(), 0, 0);
      paragraph.setLength(0);
      if (line.isBlank()) blankLine();
      else if (line.length() <= width) page.append(line).append('\n');
      else wrap(line, 2, INDENT);
    }
    wrap(paragraph.toString(), 0, 0);
  }

  private void entries(String title, Map<String, String> entries) {
    if (entries.isEmpty()) return;
    blankLine();
    if (!title.isEmpty()) page.append(bold(title + ":")).append('\n');
    entries.forEach((name, description) -> {
      page.append("  ").append(bold(name));
      boolean below = width < NARROW || name.length() + 4 > NAMES;
      page.append(below ? "\n" : " ".repeat(NAMES - 2 - name.length()));
      int indent = width < NARROW ? INDENT : NAMES;
      wrap(description, below ? indent : 0, indent);
    });
  }

  private void blankLine() {
    if (page.lastIndexOf("\n\n") != page.length() - 2) page.append('\n');
  }

  private String bold(String text) {
    return bold ? "\033[1m" + text + "\033[0m" : text;
  }

  /**
   * Appends a text in lines of the page's width, with nothing for none.
   *
   * @param first spaces before the first line
   * @param indent columns before each of the others; a first line without spaces begins there too, if this follows a
   *     name
   */
  private void wrap(String text, int first, int indent) {
    List<String> words = Arrays.stream(text.strip().split("\\s+"))
        .filter(word -> !word.isEmpty())
        .toList();
    boolean begun = !page.isEmpty() && page.charAt(page.length() - 1) != '\n';
    if (words.isEmpty()) {
      if (begun) page.append('\n');
      return;
    }
    page.append(" ".repeat(first));
    int column = begun ? indent : first;
    boolean empty = true;
    for (String word : words) {
      if (!empty && column + 1 + word.length() > width) {
        page.append('\n').append(" ".repeat(indent));
        column = indent;
        empty = true;
      }
      page.append(empty ? "" : " ").append(word);
      column += word.length() + (empty ? 0 : 1);
      empty = false;
    }
    page.append('\n');
  }
}
