"""Conversations with customers: what is said and how it is read, conversations that branch, which answers win."""
