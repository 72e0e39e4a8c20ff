package org.ldpi.lab.sample;

import com.google.gson.JsonObject;

/** What is kept or left out as a whole: a run of an attack, or a conversation. Not thread-safe. */
final class Unit {
    private final String day;
    private final String group;
    private final boolean malicious;
    private final JsonObject command;
    private long bytes;
    private boolean kept;

    /**
     * A unit of which nothing has been counted.
     *
     * @param day where its day's captures are
     * @param group label: there should be some of each
     * @param malicious whether it is an attack
     * @param command what the manifest says of the run, null where it is none
     */
    Unit(String day, String group, boolean malicious, JsonObject command) {
        this.day = day;
        this.group = group;
        this.malicious = malicious;
        this.command = command;
        bytes = command == null ? 0 : command.toString().length() + 1;
    }

    String day() {
        return day;
    }

    String group() {
        return group;
    }

    boolean malicious() {
        return malicious;
    }

    JsonObject command() {
        return command;
    }

    /** Bytes it takes in captures, label file and manifest. */
    long bytes() {
        return bytes;
    }

    void add(long more) {
        bytes += more;
    }

    boolean kept() {
        return kept;
    }

    void keep() {
        kept = true;
    }
}
