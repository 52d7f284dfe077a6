/**
 * From a file to validated records. Everything a user writes enters here: YAML is read with the line
 * and column of every value, quantities carry their unit, unknown keys are errors, and all problems of
 * a file are reported at once. What a scenario may hold is declared once, in
 * {@code ScenarioFields}; the loader, the JSON Schema, the file of defaults and the
 * resolved scenario of a run all follow that declaration.
 */
@NullMarked
package faastrain.scenario;

import org.jspecify.annotations.NullMarked;
