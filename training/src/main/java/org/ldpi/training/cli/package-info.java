/** The commands: their options, what they print, how they fail. */
package org.ldpi.training.cli;
