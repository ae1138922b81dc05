package io.perigee.lua.library;

import io.perigee.lua.runtime.Calls;
import io.perigee.lua.runtime.Comparison;
import io.perigee.lua.runtime.Conversions;
import io.perigee.lua.runtime.LuaError;
import io.perigee.lua.runtime.LuaState;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaString;
import io.perigee.lua.value.LuaTable;
import io.perigee.lua.value.SafePoint;
import java.util.Arrays;

/**
 * {@code table.sort} (Lua manual 5.5): quicksort with the median of three, the scheme of Lua 5.1,
 * so that elements which compare equal end up in the same order and an inconsistent order function
 * is found out in the same way. It works on a copy of the elements, which goes back into the table
 * even when the order function fails. Numbers and strings without an order function, where equal
 * elements cannot be told apart, are sorted by the Java library.
 */
final class TableSort {
  private final Object[] elements;
  private final LuaFunction order;
  private final SafePoint safePoint;

  private TableSort(Object[] elements, LuaFunction order) {
    this.elements = elements;
    this.order = order;
    this.safePoint = LuaState.current().safePoint();
  }

  static void sort(LuaTable table, LuaFunction order) {
    int n = table.length();
    if (n < 2) {
      return;
    }
    Object[] elements = new Object[n];
    for (int i = 0; i < n; i++) {
      elements[i] = table.getInt(i + 1);
    }
    try {
      if (order != null || !sortPlainly(elements)) {
        new TableSort(elements, order).sort(0, n - 1);
      }
    } finally {
      for (int i = 0; i < n; i++) {
        table.putInt(i + 1, elements[i]);
      }
    }
  }

  private static boolean sortPlainly(Object[] elements) {
    if (elements[0] instanceof LuaString) {
      for (Object element : elements) {
        if (!(element instanceof LuaString)) {
          return false;
        }
      }
      Arrays.sort(elements);
      return true;
    }
    for (Object element : elements) {
      if (!(element instanceof Double d) || Double.isNaN(d) || d == 0) {
        return false;
      }
    }
    Arrays.sort(elements);
    return true;
  }

  private boolean isBefore(Object a, Object b) {
    if (order != null) {
      return Conversions.isTruthy(Calls.first(order, a, b));
    }
    return Comparison.lt(a, b);
  }

  private void swap(int i, int j) {
    Object kept = elements[i];
    elements[i] = elements[j];
    elements[j] = kept;
  }

  private void sort(int from, int to) {
    int low = from;
    int high = to;
    while (low < high) {
      orderEnds(low, high);
      if (high - low == 1) {
        return;
      }
      int middle = (low + 1 + high + 1) / 2 - 1;
      orderMiddle(low, middle, high);
      if (high - low == 2) {
        return;
      }
      Object pivot = elements[middle];
      swap(middle, high - 1);
      int boundary = partition(low, high, pivot);
      swap(high - 1, boundary);
      if (boundary - low < high - boundary) {
        sort(low, boundary - 1);
        low = boundary + 1;
      } else {
        sort(boundary + 1, high);
        high = boundary - 1;
      }
    }
  }

  private void orderEnds(int low, int high) {
    if (isBefore(elements[high], elements[low])) {
      swap(low, high);
    }
  }

  private void orderMiddle(int low, int middle, int high) {
    if (isBefore(elements[middle], elements[low])) {
      swap(middle, low);
    } else if (isBefore(elements[high], elements[middle])) {
      swap(middle, high);
    }
  }

  private int partition(int low, int high, Object pivot) {
    int i = low;
    int j = high - 1;
    while (true) {
      while (isBefore(elements[++i], pivot)) {
        if (i >= high) {
          throw invalidOrder();
        }
      }
      while (isBefore(pivot, elements[--j])) {
        if (j <= low) {
          throw invalidOrder();
        }
      }
      if (j < i) {
        return i;
      }
      swap(i, j);
      safePoint.poll();
    }
  }

  private static LuaError invalidOrder() {
    return LuaError.at(1, "invalid order function for sorting");
  }
}
