/** The sensor: one thread that runs a source's packets through a flow table to the detector. */
package org.ldpi.sensor;
