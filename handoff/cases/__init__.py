"""Cases: messages left where nobody could take over, and reports of what is to be repaired or dealt with."""
