package io.perigee.http.upstream;

import io.perigee.core.text.Ascii;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Names of fields that do not go to the client, found without making anything. */
public final class HiddenFields {
  private final byte[][][] byLength;

  private HiddenFields(Set<String> names) {
    int longest = names.stream().mapToInt(String::length).max().orElse(0);
    byLength = new byte[longest + 1][][];
    for (int length = 0; length <= longest; length++) {
      List<byte[]> same = new ArrayList<>();
      for (String name : names) {
        if (name.length() == length) {
          same.add(Ascii.latin1(name));
        }
      }
      byLength[length] = same.toArray(byte[][]::new);
    }
  }

  /** The module's usual ones without those that shall pass, and those that a location hides. */
  public static HiddenFields of(List<String> usual, List<String> passed, List<String> hidden) {
    Set<String> names = new TreeSet<>();
    usual.forEach(name -> names.add(Ascii.lower(name)));
    passed.forEach(name -> names.remove(Ascii.lower(name)));
    hidden.forEach(name -> names.add(Ascii.lower(name)));
    return new HiddenFields(names);
  }

  /** Whether a field of that name, in any case, is hidden. */
  boolean contains(byte[] name) {
    if (name.length >= byLength.length) {
      return false;
    }
    for (byte[] hidden : byLength[name.length]) {
      if (Ascii.equalsIgnoreCase(name, 0, hidden, hidden.length)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return Arrays.deepToString(byLength);
  }
}
