package io.perigee.lua.compile;

import io.perigee.lua.runtime.LuaState;
import io.perigee.lua.syntax.FunctionBody;
import io.perigee.lua.syntax.LocalVariable;
import io.perigee.lua.value.LuaFunction;
import io.perigee.lua.value.LuaTable;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A function of a parsed chunk, shared by all virtual machines of the process. Its class file is
 * generated at the first need and kept; each virtual machine defines the class for itself.
 *
 * <p>The functions that a main chunk makes on its way are deferred: most of those that a program
 * loads are not called soon, or never. The class of their closures is made from a template, and the
 * class with the code is generated at the first call. The code of other functions is in the class
 * of their closures, because who makes one in a function or loop is about to call it.
 */
public final class Prototype {
  private final Chunk chunk;
  private final FunctionBody body;
  private final List<UpvalueKind> upvalueKinds;
  private final Map<LocalVariable, Integer> upvalueTypes;
  private final List<Integer> path;
  private final String codeName;
  private final String closureName;
  private final IdentityHashMap<FunctionBody, Prototype> children = new IdentityHashMap<>();
  private @Nullable GeneratedClass generated;

  /** The main function of a chunk. */
  Prototype(Chunk chunk, FunctionBody body) {
    this(chunk, body, new Captured(List.of(), Map.of()), List.of(), false);
  }

  private Prototype(
      Chunk chunk, FunctionBody body, Captured captured, List<Integer> path, boolean deferred) {
    this.chunk = chunk;
    this.body = body;
    this.upvalueKinds = captured.kinds;
    this.upvalueTypes = captured.numbers;
    this.path = path;
    this.codeName = chunk.register(this, body.name(), body.lineDefined());
    this.closureName = deferred ? chunk.registerClosures(this, codeName) : codeName;
  }

  /** How a function holds its upvalues, and the types of those that are numbers. */
  private record Captured(List<UpvalueKind> kinds, Map<LocalVariable, Integer> numbers) {}

  /** The function inside this one with that body; called again it is the same. */
  Prototype child(
      FunctionBody inner, List<UpvalueKind> kinds, NumberTypes types, boolean deferred) {
    Prototype known = children.get(inner);
    if (known != null) {
      return known;
    }
    Map<LocalVariable, Integer> numbers = new HashMap<>();
    for (int i = 0; i < kinds.size(); i++) {
      LocalVariable variable = inner.upvalues().get(i);
      if (kinds.get(i) == UpvalueKind.NUMBER || kinds.get(i) == UpvalueKind.INTEGER) {
        numbers.put(variable, types.type(variable));
      }
    }
    List<Integer> childPath = new ArrayList<>(path);
    childPath.add(children.size());
    Captured captured = new Captured(List.copyOf(kinds), numbers);
    Prototype child = new Prototype(chunk, inner, captured, childPath, deferred);
    children.put(inner, child);
    return child;
  }

  /** The tree of the function. */
  public FunctionBody body() {
    return body;
  }

  Chunk chunk() {
    return chunk;
  }

  /** The source text of the whole chunk. */
  public byte[] source() {
    return chunk.source();
  }

  /** The name of the chunk as given when it was loaded. */
  public String chunkName() {
    return chunk.name();
  }

  /** Where the function stands in its chunk: the index of each function on the way in. */
  public List<Integer> path() {
    return path;
  }

  /** The function inside this one that stands where {@link #path} says. */
  Prototype at(List<Integer> wanted) {
    Prototype found = this;
    while (found.path.size() < wanted.size()) {
      List<Integer> next = wanted.subList(0, found.path.size() + 1);
      found.generated();
      found =
          found.children.values().stream()
              .filter(child -> child.path.equals(next))
              .findFirst()
              .orElseThrow();
    }
    return found;
  }

  UpvalueKind upvalueKind(int index) {
    return upvalueKinds.get(index);
  }

  List<UpvalueKind> upvalueKinds() {
    return upvalueKinds;
  }

  Map<LocalVariable, Integer> upvalueTypes() {
    return upvalueTypes;
  }

  /** Whether the code is in a class of its own, which is generated at the first call. */
  boolean isDeferred() {
    return !codeName.equals(closureName);
  }

  /** The name of the class of its closures. */
  String closureName() {
    return closureName;
  }

  /** The name of the class that holds its code. */
  String codeName() {
    return codeName;
  }

  /** The class of its closures. */
  ClassDesc closureType() {
    return ClassDesc.of(closureName);
  }

  /** The class that holds its code. */
  ClassDesc codeType() {
    return ClassDesc.of(codeName);
  }

  /** Whether it has a form that it can leave and enter again. */
  boolean isResumable() {
    return !SuspendPoints.in(body).isEmpty() && !isLarge();
  }

  /** Whether it is spread over several methods. */
  boolean isLarge() {
    return CodeSize.of(body.block()) > CodeSize.LIMIT;
  }

  /** The class file, generated now if this is the first time. */
  synchronized GeneratedClass generated() {
    GeneratedClass known = generated;
    if (known == null) {
      known = new ClassGenerator(this).generate();
      generated = known;
    }
    return known;
  }

  /** A new closure of a main function, in a virtual machine and with these globals. */
  public LuaFunction instantiate(LuaState vm, LuaTable environment) {
    return LoadedChunk.of(this, vm).instantiate(environment);
  }
}
