package io.perigee.lua.runtime;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * The side tables of one generated method. Lines: ascending bytecode indexes where a line begins.
 * Operands: for the bytecode index of each invoke instruction whose slow path may fail, the names
 * of its operands in order, each as messages show it ({@code local 'x'}, {@code global 'f'}, {@code
 * field 'y'}, {@code method 'm'}, {@code upvalue 'u'}) or null. Operand 0 of a call is the called
 * expression, of an index or assignment the indexed one.
 */
public final class CallSites {
  private final int[] lineStarts;
  private final int[] lines;
  private final int[] sites;
  private final String[][] operands;
  private final BitSet tailCalls;
  private final boolean piece;

  /**
   * Tables of one method; {@code tailCalls} has the indexes in {@code sites} of calls in tail
   * position, {@code piece} says that it holds a part of a function too large for one method, so
   * that its caller's frame belongs to the same activation.
   */
  public CallSites(
      int[] lineStarts,
      int[] lines,
      int[] sites,
      String[][] operands,
      BitSet tailCalls,
      boolean piece) {
    this.lineStarts = lineStarts;
    this.lines = lines;
    this.sites = sites;
    this.operands = operands;
    this.tailCalls = tailCalls;
    this.piece = piece;
  }

  /** Whether the method is a part of its function that another method of it calls. */
  public boolean isPiece() {
    return piece;
  }

  /** The bytecode index of a recorded call. */
  int index(int site) {
    return site < sites.length ? sites[site] : 0;
  }

  /** Whether the instruction at a bytecode index is a call in tail position. */
  public boolean isTailCall(int bci) {
    int i = Arrays.binarySearch(sites, bci);
    return i >= 0 && tailCalls.get(i);
  }

  /** The lines that hold code. */
  IntStream activeLines() {
    return Arrays.stream(lines);
  }

  /** The line of a bytecode index, -1 when unknown. */
  public int line(int bci) {
    int i = Arrays.binarySearch(lineStarts, bci);
    if (i < 0) {
      i = -i - 2;
    }
    return i < 0 ? -1 : lines[i];
  }

  /** The name of an operand of the instruction at a bytecode index, null when it has none. */
  public String operand(int bci, int index) {
    int i = Arrays.binarySearch(sites, bci);
    if (i < 0 || operands[i] == null || index >= operands[i].length) {
      return null;
    }
    return operands[i][index];
  }
}
