package io.perigee.lua.runtime;

import io.perigee.lua.value.LuaFunction;

/** A {@code __call} handler together with the called value, which becomes its first argument. */
final class BoundCall extends LuaFunction {
  private final LuaFunction handler;
  private final Object self;

  BoundCall(LuaFunction handler, Object self) {
    this.handler = handler;
    this.self = self;
  }

  @Override
  public Object invoke() {
    return handler.invoke(self);
  }

  @Override
  public Object invoke(Object a) {
    return handler.invoke(self, a);
  }

  @Override
  public Object invoke(Object a, Object b) {
    return handler.invoke(self, a, b);
  }

  @Override
  public Object invoke(Object a, Object b, Object c) {
    return handler.invoke(new Object[] {self, a, b, c});
  }

  @Override
  public Object invoke(Object[] args) {
    Object[] all = new Object[args.length + 1];
    all[0] = self;
    System.arraycopy(args, 0, all, 1, args.length);
    return handler.invoke(all);
  }

  @Override
  public String name() {
    return handler.name();
  }
}
