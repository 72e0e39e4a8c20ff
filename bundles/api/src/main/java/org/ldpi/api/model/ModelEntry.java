package org.ldpi.api.model;

import java.time.Instant;

/**
 * A model in the repository.
 *
 * @param id what it says it is; the name of its file where that could not be read
 * @param state where it stands
 * @param detail one line: why it was refused, what it waits for, that it is being activated, or why it was not promoted or
 *     was taken back; empty otherwise
 * @param architecture of its encoder; empty where that could not be read
 * @param signature null where that could not be read
 * @param origin the bundle or file it came from
 * @param since when it came into this state
 */
public record ModelEntry(
        String id,
        ModelState state,
        String detail,
        String architecture,
        ModelSignature signature,
        String origin,
        Instant since) {}
