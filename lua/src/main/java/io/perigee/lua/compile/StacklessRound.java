package io.perigee.lua.compile;

import io.perigee.lua.syntax.Statement;
import io.perigee.lua.value.NeedsStack;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * The call of a generic for's iterator in a step of a coroutine that has no stack. An iterator that
 * can do without one too is called in place. For another the step stops, and goes on with the call
 * when it has got a stack. What needs a stack later in the loop's body, behind a call in place,
 * must not begin the step again before that call: it saves the locals and goes on behind the call,
 * with its result.
 */
final class StacklessRound {
  private static final ClassDesc NEEDS_STACK = Descriptors.of(NeedsStack.class);
  private static final MethodTypeDesc CALL_LATER =
      Descriptors.type(Resumption.SUSPENSION, Descriptors.INT, Descriptors.INT);
  private static final MethodTypeDesc GIVE_UP =
      Descriptors.type(
          Resumption.SUSPENSION, Descriptors.INT, Descriptors.INT, Descriptors.OBJECT, NEEDS_STACK);

  private final Code code;
  private final Resumption resumption;
  private final int point;
  private final int result;
  private final Label called;
  private int site;
  private List<Code.Slot> live = List.of();
  private Label from;
  private final List<Range> ranges = new ArrayList<>();

  /** Code of the loop's body. */
  private record Range(Label from, Label to) {}

  /** For a loop that keeps the raw result of the call in a local. */
  StacklessRound(Code code, Resumption resumption, Statement.GenericFor loop, int result) {
    this.code = code;
    this.resumption = resumption;
    this.point = resumption.reach(loop);
    this.result = result;
    this.called = code.label();
    this.from = called;
  }

  /** Tries the call; what follows makes it as usual. */
  void begin(Runnable arguments, Code.Site iterator) {
    Label usual = code.label();
    Label stop = code.label();
    resumption.loadStackless(code);
    code.branch(Opcode.IFEQ, usual);
    arguments.run();
    code.invokeVirtual(Descriptors.FUNCTION, "callWithoutStack", Descriptors.BINARY, iterator);
    site = code.sites().size() - 1;
    code.store(result);
    code.load(result);
    code.getStatic(Resumption.SUSPENSION, "NEEDS_STACK", Descriptors.OBJECT);
    code.branch(Opcode.IF_ACMPEQ, stop);
    code.constant(point);
    code.store(TypeKind.INT, Resumption.PASSED);
    code.jump(called);
    code.bind(stop);
    live = code.slots();
    resumption.save(code, live);
    code.load(Resumption.STATE);
    code.constant(point);
    code.constant(site);
    code.invokeVirtual(Resumption.SUSPENSION, "callLater", CALL_LATER);
    code.returnValue();
    resumption.beginEntry(code, resumption.before(point));
    Resumption.restore(code, live, true);
    resumption.endEntry();
    code.bind(usual);
  }

  /** The call has been made as usual; the loop's body follows. */
  void end() {
    code.jump(called);
    resumption.beginEntry(code, resumption.behind(point));
    Resumption.restore(code, live, true);
    resumption.endEntry();
    code.load(Resumption.ARGUMENTS);
    code.store(result);
    code.bind(called);
    from = called;
    resumption.enter(this);
  }

  /** The code that follows does not have the loop's locals. */
  void pause() {
    Label to = code.label();
    code.bind(to);
    ranges.add(new Range(from, to));
  }

  /** It has them again. */
  void goOn() {
    from = code.label();
    code.bind(from);
  }

  /** Behind the loop's body and its jump back. */
  void close() {
    resumption.leave();
    pause();
    Label caught = code.label();
    Label own = code.label();
    ranges.forEach(range -> code.handle(range.from, range.to, caught, NEEDS_STACK));
    code.bindTarget(caught);
    int mark = code.mark();
    int reason = code.temp();
    code.store(reason);
    code.load(TypeKind.INT, Resumption.PASSED);
    code.constant(point);
    code.branch(Opcode.IF_ICMPEQ, own);
    code.load(reason);
    code.cast(NEEDS_STACK);
    code.throwException();
    code.bind(own);
    resumption.save(code, live);
    code.load(Resumption.STATE);
    code.constant(point);
    code.constant(site);
    code.load(result);
    code.load(reason);
    code.cast(NEEDS_STACK);
    code.invokeVirtual(Resumption.SUSPENSION, "giveUp", GIVE_UP);
    code.returnValue();
    code.release(mark);
  }
}
