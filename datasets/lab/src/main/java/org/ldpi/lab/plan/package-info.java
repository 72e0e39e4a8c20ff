/** Plans: every choice of a day, drawn from its seed before it begins. */
package org.ldpi.lab.plan;
