package io.perigee.conf.directive;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A directive that is a value: its row in the table of directives and the typed key by which its
 * value is read from {@link Settings}. A value that a block does not set comes from the enclosing
 * block, and at the top from the default; no module writes code for that.
 */
public final class Setting<T> {
  /** Numbers the settings of the process, so that reading one is an access to an array. */
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String name;
  private final Set<Context> contexts;
  private final Args args;
  private final ValueParser<?> parser;
  private final @Nullable T defaultValue;
  private final Form form;
  private final @Nullable BinaryOperator<T> merge;
  private final int index;

  private Setting(
      Setting.Row row,
      ValueParser<?> parser,
      @Nullable T defaultValue,
      Form form,
      @Nullable BinaryOperator<T> merge) {
    this.name = row.name;
    this.contexts = row.contexts;
    this.args = row.args;
    this.parser = parser;
    this.defaultValue = defaultValue;
    this.form = form;
    this.merge = merge;
    this.index = COUNT.getAndIncrement();
  }

  /** How occurrences become the value of a block. */
  private enum Form {
    /** One occurrence is the value. */
    SINGLE,
    /** Each occurrence is an element of a list. */
    ELEMENT,
    /** Each occurrence is a list of elements. */
    ELEMENTS
  }

  private record Row(String name, Set<Context> contexts, Args args) {}

  /** A directive that may stand once in a block. */
  public static <T> Setting<T> of(
      String name, Set<Context> contexts, Args args, ValueParser<T> parser, T defaultValue) {
    return new Setting<>(new Row(name, contexts, args), parser, defaultValue, Form.SINGLE, null);
  }

  /** A directive without a default: read it with {@link Settings#find}. */
  public static <T> Setting<T> optional(
      String name, Set<Context> contexts, Args args, ValueParser<T> parser) {
    return new Setting<>(new Row(name, contexts, args), parser, null, Form.SINGLE, null);
  }

  /**
   * A directive that may stand several times in a block; the values in the order of the text. A
   * block that has none inherits the whole list.
   */
  public static <E> Setting<List<E>> list(
      String name, Set<Context> contexts, Args args, ValueParser<E> parser) {
    return new Setting<>(new Row(name, contexts, args), parser, List.of(), Form.ELEMENT, null);
  }

  /** As {@link #list}, where one occurrence gives several elements. */
  public static <E> Setting<List<E>> lists(
      String name, Set<Context> contexts, Args args, ValueParser<List<E>> parser) {
    return new Setting<>(new Row(name, contexts, args), parser, List.of(), Form.ELEMENTS, null);
  }

  /**
   * As {@link #list}, but a block's own values stand after, or are combined with, the inherited.
   */
  public static <E> Setting<List<E>> mergedList(
      String name,
      Set<Context> contexts,
      Args args,
      ValueParser<E> parser,
      BinaryOperator<List<E>> merge) {
    return new Setting<>(new Row(name, contexts, args), parser, List.of(), Form.ELEMENT, merge);
  }

  /** A derived value without a default: read it with {@link Settings#find}. */
  public static <T> Setting<T> derived(String name) {
    ValueParser<T> none =
        d -> {
          throw d.invalidValue();
        };
    return new Setting<>(new Row(name, Set.of(), Args.none()), none, null, Form.SINGLE, null);
  }

  /**
   * A value that no directive of its own sets: a handler puts it into {@link Settings}, inheritance
   * works as for the others.
   */
  public static <T> Setting<T> derived(String name, T defaultValue) {
    return new Setting<>(
        new Row(name, Set.of(), Args.none()), d -> defaultValue, defaultValue, Form.SINGLE, null);
  }

  /** The directive's name. */
  public String name() {
    return name;
  }

  /** Where it may stand. */
  public Set<Context> contexts() {
    return contexts;
  }

  /** How many arguments it takes. */
  public Args args() {
    return args;
  }

  /** The value where no block sets one; null for optional settings. */
  public @Nullable T defaultValue() {
    return defaultValue;
  }

  /** Place of the value in the arrays of {@link Settings}. */
  int index() {
    return index;
  }

  /** Reads one occurrence into the block that it stands in. */
  void handle(Directive d) {
    Settings settings = d.block().settings();
    if (form == Form.ELEMENT) {
      settings.append(this, List.of(parser.parse(d)));
      return;
    }
    if (form == Form.ELEMENTS) {
      settings.append(this, (List<?>) parser.parse(d));
      return;
    }
    if (settings.isSet(this)) {
      throw d.duplicate();
    }
    settings.setRaw(this, parser.parse(d));
  }

  /**
   * What a block has whose enclosing block has {@code parent} and which itself sets {@code own}.
   */
  @Nullable Object merged(@Nullable Object parent, @Nullable Object own) {
    if (own == null) {
      return parent == null ? defaultValue : parent;
    }
    if (merge == null || parent == null) {
      return own;
    }
    @SuppressWarnings("unchecked") // both were stored under this key
    T result = merge.apply((T) parent, (T) own);
    return result;
  }

  /** Adds more elements to those that a block has already. */
  static List<Object> appended(@Nullable Object list, List<?> more) {
    List<Object> result = new ArrayList<>();
    if (list != null) {
      result.addAll((List<?>) list);
    }
    result.addAll(more);
    return Collections.unmodifiableList(result);
  }

  @Override
  public String toString() {
    return name;
  }
}
