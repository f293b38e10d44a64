"""What keeps one visitor from taking the places of others."""
