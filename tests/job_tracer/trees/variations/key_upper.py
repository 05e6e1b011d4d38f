"""
@.architecture
INCOMING: a/b.py --- {X}
PROCESSING: convert() --- {1 job: conversion}
OUTGOING: c/d.py --- {Y}
"""
