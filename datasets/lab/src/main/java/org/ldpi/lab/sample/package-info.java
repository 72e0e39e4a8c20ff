/** A small data set cut from a large one: attacks by whole runs, normal traffic by whole conversations. */
package org.ldpi.lab.sample;
