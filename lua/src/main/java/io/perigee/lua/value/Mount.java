package io.perigee.lua.value;

/** What a table has besides its fields when it serves as a metatable. */
@SuppressWarnings("EnumOrdinal") // an index into an array of all events
final class Mount {
  private final Shape record;
  private final Shape dictionary;
  private final Object[] handlers = new Object[Metamethod.COUNT];
  private int known;

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

  /** Forgets the handlers: one of them may have changed. */
  void forget() {
    known = 0;
  }

  /** The handler for an event, nil when absent; every write to a metamethod's name forgets it. */
  Object metamethod(LuaTable metatable, Metamethod event) {
    if ((known & event.bit()) != 0) {
      return handlers[event.ordinal()];
    }
    Object handler = metatable.get(event.key());
    handlers[event.ordinal()] = handler;
    known |= event.bit();
    return handler;
  }
}
