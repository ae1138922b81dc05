package io.perigee.http.location;

/** The locations inside one block, arranged for the search by URI. */
public final class LocationTree {}
