"""Whether somebody can take over: hours, holidays, who is on duty, and what applies in a typhoon."""
