package io.perigee.http.request;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a request in the order in which they came. The parser only notes where each
 * field stands in the received bytes; names and values become arrays of their own when asked for.
 * Fields that the server itself needs are found by {@link KnownHeader} without a search. Adding,
 * setting and removing keep those in step, as {@code ngx.req.set_header} needs.
 */
public final class RequestHeaders {
  private static final int SPAN = 4;
  private static final byte[] EMPTY = new byte[0];
  private static final int KNOWN = KnownHeader.values().length;

  private byte[] raw = EMPTY;
  private int[] spans = new int[16 * SPAN];
  private int[] hashes = new int[16];
  private byte[] @Nullable [] names = new byte[16][];
  private byte[] @Nullable [] lowercaseNames = new byte[16][];
  private byte[] @Nullable [] values = new byte[16][];
  private int count;
  private final short[] first = new short[KNOWN];
  private long contentLength = -1;
  private boolean chunked;

  /** No fields. */
  public RequestHeaders() {}

  /** Forgets all fields; what follows stands in the given received bytes. */
  public void reset(byte[] received) {
    Arrays.fill(names, 0, count, null);
    Arrays.fill(lowercaseNames, 0, count, null);
    Arrays.fill(values, 0, count, null);
    Arrays.fill(first, (short) 0);
    raw = received;
    count = 0;
    contentLength = -1;
    chunked = false;
  }

  /** Fields of its own with the same content, for a subrequest. */
  public RequestHeaders copy() {
    RequestHeaders other = new RequestHeaders();
    other.raw = raw;
    other.spans = spans.clone();
    other.hashes = hashes.clone();
    other.names = names.clone();
    other.lowercaseNames = lowercaseNames.clone();
    other.values = values.clone();
    other.count = count;
    System.arraycopy(first, 0, other.first, 0, KNOWN);
    other.contentLength = contentLength;
    other.chunked = chunked;
    return other;
  }

  /** Tells that the received bytes moved to another array, at the same offsets. */
  public void moved(byte[] received) {
    raw = received;
  }

  /** Notes a field that stands in the received bytes; answers its known name, or null. */
  public @Nullable KnownHeader note(int nameStart, int nameEnd, int valueStart, int valueEnd) {
    int hash = KnownHeader.hash(raw, nameStart, nameEnd);
    int at = room();
    int span = at * SPAN;
    spans[span] = nameStart;
    spans[span + 1] = nameEnd;
    spans[span + 2] = valueStart;
    spans[span + 3] = valueEnd;
    hashes[at] = hash;
    KnownHeader known = KnownHeader.find(hash, raw, nameStart, nameEnd);
    if (known != null && first[known.index()] == 0) {
      first[known.index()] = (short) (at + 1);
    }
    return known;
  }

  private int room() {
    if (count == hashes.length) {
      int size = count * 2;
      spans = Arrays.copyOf(spans, size * SPAN);
      hashes = Arrays.copyOf(hashes, size);
      names = Arrays.copyOf(names, size);
      lowercaseNames = Arrays.copyOf(lowercaseNames, size);
      values = Arrays.copyOf(values, size);
    }
    return count++;
  }

  /** Number of fields. */
  public int size() {
    return count;
  }

  /** The name of a field as it was received. */
  public byte[] name(int index) {
    byte[] name = names[index];
    if (name == null) {
      int span = index * SPAN;
      name = Arrays.copyOfRange(raw, spans[span], spans[span + 1]);
      names[index] = name;
    }
    return name;
  }

  /** The name of a field in lower case. */
  public byte[] lowercaseName(int index) {
    byte[] lowercase = lowercaseNames[index];
    if (lowercase == null) {
      byte[] name = name(index);
      lowercase = new byte[name.length];
      for (int i = 0; i < name.length; i++) {
        lowercase[i] = (byte) KnownHeader.lower(name[i]);
      }
      lowercaseNames[index] = lowercase;
    }
    return lowercase;
  }

  /** The value of a field. */
  public byte[] value(int index) {
    byte[] value = values[index];
    if (value == null) {
      int span = index * SPAN;
      value = Arrays.copyOfRange(raw, spans[span + 2], spans[span + 3]);
      values[index] = value;
    }
    return value;
  }

  /** Whether a field's value has this text, in letters of any case. */
  public boolean valueContains(int index, byte[] lowercase) {
    byte[] value = values[index];
    int span = index * SPAN;
    byte[] in = value == null ? raw : value;
    int from = value == null ? spans[span + 2] : 0;
    int last = (value == null ? spans[span + 3] : value.length) - lowercase.length;
    for (int i = from; i <= last; i++) {
      if (KnownHeader.sameName(lowercase, in, i, i + lowercase.length)) {
        return true;
      }
    }
    return false;
  }

  /** nginx's hash of a field's name. */
  public int hash(int index) {
    return hashes[index];
  }

  /** Place of the first field with that name at or after {@code from}, or -1. */
  public int indexOf(byte[] lowercaseName, int from) {
    int hash = KnownHeader.hash(lowercaseName, 0, lowercaseName.length);
    for (int i = from; i < count; i++) {
      if (hashes[i] == hash && hasName(i, lowercaseName)) {
        return i;
      }
    }
    return -1;
  }

  private boolean hasName(int index, byte[] lowercaseName) {
    byte[] name = names[index];
    if (name != null) {
      return KnownHeader.sameName(lowercaseName, name, 0, name.length);
    }
    int span = index * SPAN;
    return KnownHeader.sameName(lowercaseName, raw, spans[span], spans[span + 1]);
  }

  /** The value of the first field with that name, or null. */
  public byte @Nullable [] value(byte[] lowercaseName) {
    int at = indexOf(lowercaseName, 0);
    return at < 0 ? null : value(at);
  }

  /** Place of the first field of a known name, or -1. */
  public int indexOf(KnownHeader known) {
    return first[known.index()] - 1;
  }

  /** The value of the first field of a known name, or null. */
  public byte @Nullable [] value(KnownHeader known) {
    int at = first[known.index()] - 1;
    return at < 0 ? null : value(at);
  }

  /** Whether there is a field of a known name. */
  public boolean has(KnownHeader known) {
    return first[known.index()] != 0;
  }

  /** The Host field's value, or null. */
  public byte @Nullable [] host() {
    return value(KnownHeader.HOST);
  }

  /** The length that Content-Length announced, or -1. */
  public long contentLength() {
    return contentLength;
  }

  /** Changes the announced length; does not touch the list of fields. */
  public void contentLength(long length) {
    contentLength = length;
  }

  /** Whether the body comes in chunks. */
  public boolean chunked() {
    return chunked;
  }

  /** Notes that the body comes in chunks, or no longer does. */
  public void chunked(boolean on) {
    chunked = on;
  }

  /** Appends a field, even where one of that name exists. */
  public void add(byte[] name, byte[] value) {
    int at = room();
    names[at] = name;
    values[at] = value;
    lowercaseNames[at] = null;
    int hash = KnownHeader.hash(name, 0, name.length);
    hashes[at] = hash;
    KnownHeader known = KnownHeader.find(hash, name, 0, name.length);
    if (known != null) {
      if (first[known.index()] == 0) {
        first[known.index()] = (short) (at + 1);
      }
      changed(known);
    }
  }

  /** Replaces the first field of that name in place and removes the others, or appends it. */
  public void set(byte[] name, byte[] value) {
    byte[] lowercase = new byte[name.length];
    for (int i = 0; i < name.length; i++) {
      lowercase[i] = (byte) KnownHeader.lower(name[i]);
    }
    int at = indexOf(lowercase, 0);
    if (at < 0) {
      add(name, value);
      return;
    }
    names[at] = name;
    lowercaseNames[at] = lowercase;
    values[at] = value;
    removeFrom(lowercase, at + 1);
    KnownHeader known = KnownHeader.find(hashes[at], name, 0, name.length);
    if (known != null) {
      changed(known);
    }
  }

  /** Removes all fields of that name; tells whether there was one. */
  public boolean remove(byte[] lowercaseName) {
    boolean removed = removeFrom(lowercaseName, 0);
    if (removed) {
      int hash = KnownHeader.hash(lowercaseName, 0, lowercaseName.length);
      KnownHeader known = KnownHeader.find(hash, lowercaseName, 0, lowercaseName.length);
      if (known != null) {
        changed(known);
      }
    }
    return removed;
  }

  private boolean removeFrom(byte[] lowercaseName, int from) {
    int at = indexOf(lowercaseName, from);
    if (at < 0) {
      return false;
    }
    while (at >= 0) {
      removeAt(at);
      at = indexOf(lowercaseName, at);
    }
    Arrays.fill(first, (short) 0);
    for (int i = count - 1; i >= 0; i--) {
      byte[] name = name(i);
      KnownHeader known = KnownHeader.find(hashes[i], name, 0, name.length);
      if (known != null) {
        first[known.index()] = (short) (i + 1);
      }
    }
    return true;
  }

  private void removeAt(int at) {
    int tail = count - at - 1;
    System.arraycopy(spans, (at + 1) * SPAN, spans, at * SPAN, tail * SPAN);
    System.arraycopy(hashes, at + 1, hashes, at, tail);
    System.arraycopy(names, at + 1, names, at, tail);
    System.arraycopy(lowercaseNames, at + 1, lowercaseNames, at, tail);
    System.arraycopy(values, at + 1, values, at, tail);
    count--;
    names[count] = null;
    lowercaseNames[count] = null;
    values[count] = null;
  }

  private void changed(KnownHeader known) {
    if (known == KnownHeader.CONTENT_LENGTH) {
      byte[] value = value(KnownHeader.CONTENT_LENGTH);
      contentLength = value == null ? -1 : decimal(value, 0, value.length);
    }
  }

  /** A decimal number in a range of bytes, or -1 if it is none or too large. */
  public static long decimal(byte[] from, int start, int end) {
    if (start == end) {
      return -1;
    }
    long number = 0;
    for (int i = start; i < end; i++) {
      int digit = from[i] - '0';
      if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
