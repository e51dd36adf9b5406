"""What an officer has asked for, as residents name it."""
