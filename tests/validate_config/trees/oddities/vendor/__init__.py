"""Packages of others, copied here with their licences."""
