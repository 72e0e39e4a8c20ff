/** Scenario files: what a day is made of. */
package org.ldpi.lab.scenario;
