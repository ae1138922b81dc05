package io.perigee.lua.value;

import java.util.Arrays;

/**
 * The elements of a table. The superclass of {@link LuaTable} rather than a field of it, because an
 * access shall not take a step more.
 *
 * <p>{@code bound} is the number of keys that live in the array part whether set or not. {@code
 * size} is one past the last element that is not nil; without holes it is the border. While all
 * elements are numbers and there are no holes they lie in a {@code double[]}, and {@code array} is
 * empty. A table may keep a few elements behind {@code bound} that belong to its hash part.
 */
abstract sealed class ArrayPart permits LuaTable {
  static final Object[] NONE = {};
  static final double[] NO_NUMBERS = {};
  static final int FEW = 4;

  Object[] array = NONE;
  double[] numbers = NO_NUMBERS;
  int size;
  int bound;
  boolean holes;

  /** The value of a number key outside the array part. */
  abstract Object getOutside(double key);

  /** Sets or removes the field of an integer key outside the array part. */
  abstract void putOutside(int key, Object value);

  /** The value of an integer key. */
  public final Object getInt(int key) {
    int i = key - 1;
    Object[] a = array;
    if (i >= 0 && i < a.length) {
      Object v = a[i];
      return v != null || i < bound ? v : getOutside(key);
    }
    double[] n = numbers;
    return i >= 0 && i < n.length && i < size ? (Object) n[i] : getOutside(key);
  }

  /** The number of an integer key in the array part; NaN when there is none. */
  public final double numberAt(int key) {
    int i = key - 1;
    double[] n = numbers;
    if (i >= 0 && i < n.length && i < size) {
      return n[i];
    }
    Object[] a = array;
    return i >= 0 && i < a.length && a[i] instanceof Double d ? d : Double.NaN;
  }

  /** Sets or removes the element of an integer key. */
  public final void putInt(int key, Object value) {
    int i = key - 1;
    Object[] a = array;
    if (value != null && i >= 0 && i < a.length) {
      if (i < size) {
        a[i] = value;
        return;
      }
      if (i == size && i < bound) {
        a[i] = value;
        size = i + 1;
        return;
      }
    }
    if (value instanceof Double d) {
      putInt(key, d.doubleValue());
      return;
    }
    putIntSlow(key, value);
  }

  /** Sets the element of an integer key to a number. */
  public final void putInt(int key, double value) {
    int i = key - 1;
    double[] n = numbers;
    if (i >= 0 && i < n.length) {
      if (i < size) {
        n[i] = value;
        return;
      }
      if (i == size && i < bound) {
        n[i] = value;
        size = i + 1;
        return;
      }
    }
    putIntSlow(key, value);
  }

  private void putIntSlow(int key, Object value) {
    if (key > 0 && key <= bound) {
      putInside(key - 1, value);
    } else {
      putOutside(key, value);
    }
  }

  /** Sets or removes an element for which there is room. */
  final void putInside(int i, Object value) {
    if (numbers.length > 0) {
      if (value == null && i >= size - 1) {
        size = Math.min(size, i);
        return;
      }
      if (i <= size && value instanceof Double d) {
        numbers[i] = d;
        size = Math.max(size, i + 1);
        return;
      }
      box();
    }
    if (value != null) {
      array[i] = value;
      if (i >= size) {
        holes |= i > size;
        size = i + 1;
      }
    } else if (i < size) {
      array[i] = null;
      if (i == size - 1) {
        shrink();
      } else {
        holes = true;
      }
    }
  }

  /** The element at an index below {@code size}. */
  final Object element(int i) {
    return numbers.length > 0 ? (Object) numbers[i] : array[i];
  }

  /** Gives up the double[] for an array of any values. */
  private void box() {
    Object[] boxed = new Object[numbers.length];
    for (int i = 0; i < size; i++) {
      boxed[i] = numbers[i];
    }
    array = boxed;
    numbers = NO_NUMBERS;
  }

  private void shrink() {
    int n = size - 1;
    if (holes) {
      while (n > 0 && array[n - 1] == null) {
        n--;
      }
      holes = n > 0;
    }
    size = n;
  }

  /**
   * Takes elements that fill the part but for nils at the end, all numbers; false when they are
   * not.
   */
  final boolean unbox(Object[] elements, int count) {
    for (int i = 0; i < count; i++) {
      if (!(elements[i] instanceof Double)) {
        return false;
      }
    }
    numbers = new double[elements.length];
    for (int i = 0; i < count; i++) {
      numbers[i] = (Double) elements[i];
    }
    size = count;
    return true;
  }

  /** Makes room for elements, the next of which is this one. */
  final void reserve(int room, Object coming) {
    if (numbers.length > 0) {
      if (numbers.length < room) {
        numbers = Arrays.copyOf(numbers, room);
      }
    } else if (array.length == 0 && coming instanceof Double) {
      numbers = new double[Math.max(room, FEW)];
    } else if (array.length < room) {
      array = Arrays.copyOf(array, Math.max(room, FEW));
    }
  }

  /** Drops the elements from an index on. */
  final void cut(int newSize) {
    if (size <= newSize) {
      return;
    }
    if (numbers.length > 0) {
      size = newSize;
      return;
    }
    array = Arrays.copyOf(array, newSize);
    size = newSize + 1;
    holes = true;
    shrink();
    findHoles();
  }

  /** Looks whether there are holes. */
  final void findHoles() {
    int i = 0;
    while (numbers.length == 0 && i < size && array[i] != null) {
      i++;
    }
    holes = numbers.length == 0 && i < size;
  }

  final void count(KeyCensus census) {
    if (holes) {
      census.addElements(array, size);
    } else {
      census.addAllTo(size);
    }
  }

  /** The border that a binary search in the array part finds; -1 when its last element is set. */
  final int borderInside() {
    int high = bound;
    if (high == 0 || (high <= size && element(high - 1) != null)) {
      return -1;
    }
    int low = 0;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (middle > size || element(middle - 1) == null) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return low;
  }

  /**
   * Moves elements from an index to before {@code size} by some places; the ends are the caller's.
   */
  final void shift(int from, int by) {
    Object elements = numbers.length > 0 ? numbers : array;
    int count = by > 0 ? size - by - from : size - from;
    System.arraycopy(elements, from, elements, from + by, count);
  }

  /** The first index from this one on that holds an element, -1 when there is none. */
  final int nextElement(int from) {
    if (numbers.length > 0) {
      return from < size ? from : -1;
    }
    for (int i = from; i < size; i++) {
      if (array[i] != null) {
        return i;
      }
    }
    return -1;
  }
}
