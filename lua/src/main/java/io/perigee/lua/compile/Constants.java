package io.perigee.lua.compile;

import io.perigee.lua.syntax.Bytes;
import io.perigee.lua.value.LuaString;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The constants of one class. The first thousand become static final fields, which the virtual
 * machine treats as constants; the rest are elements of an array, so that a chunk of data does not
 * exhaust the class file's constant pool.
 */
final class Constants {
  static final String ARRAY = "constants";

  private static final int MAX_FIELDS = 1000;

  private final ClassDesc owner;
  private final Map<Object, Integer> indexes = new HashMap<>();
  private final List<Object> values = new ArrayList<>();

  Constants(ClassDesc owner) {
    this.owner = owner;
  }

  /** The values in order, to be handed over when the class is initialized. */
  List<Object> values() {
    return List.copyOf(values);
  }

  int fields() {
    return Math.min(values.size(), MAX_FIELDS);
  }

  boolean hasArray() {
    return values.size() > MAX_FIELDS;
  }

  ClassDesc fieldType(int index) {
    return values.get(index) instanceof LuaString ? Descriptors.STRING : Descriptors.DOUBLE_BOX;
  }

  static String fieldName(int index) {
    return "k" + index;
  }

  /** Loads a string. */
  void load(Code code, Bytes bytes) {
    Integer index = indexes.get(bytes);
    if (index == null) {
      index = add(bytes, LuaString.intern(LuaString.wrap(bytes.value())));
    }
    load(code, index);
  }

  /** Loads a boxed number. */
  void load(Code code, double value) {
    Double key = value;
    Integer index = indexes.get(key);
    if (index == null) {
      index = add(key, key);
    }
    load(code, index);
  }

  private Integer add(Object key, Object value) {
    Integer index = values.size();
    values.add(value);
    indexes.put(key, index);
    return index;
  }

  private void load(Code code, int index) {
    if (index < MAX_FIELDS) {
      code.getStatic(owner, fieldName(index), fieldType(index));
    } else {
      code.getStatic(owner, ARRAY, Descriptors.OBJECTS);
      code.constant(index);
      code.loadElement();
      code.cast(fieldType(index));
    }
  }
}
