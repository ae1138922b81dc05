package io.perigee.lua.value;

/** What a table has besides its fields when it serves as a metatable. */
final class Mount {
  private final Shape record;
  private final Shape dictionary;
  private int absent;

  Mount(LuaTable metatable) {
    record = Shape.record(metatable);
    dictionary = Shape.dictionary(metatable);
  }

  /** The empty record shape of the tables with this metatable. */
  Shape record() {
    return record;
  }

  /** The dictionary shape of the tables with this metatable. */
  Shape dictionary() {
    return dictionary;
  }

  /** Forgets which metamethods are known to be absent. */
  void forget() {
    absent = 0;
  }

  /** The handler for an event, nil when absent, which is remembered. */
  Object metamethod(LuaTable metatable, Metamethod event) {
    if ((absent & event.bit()) != 0) {
      return null;
    }
    Object handler = metatable.get(event.key());
    if (handler == null) {
      absent |= event.bit();
    }
    return handler;
  }
}
