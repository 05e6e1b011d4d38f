"""Packs the web files.

@.architecture
Incoming: web/theme.css --- {CSS}
processing: bundle() --- {1 job: asset_bundling}
Outgoing: CDN --- {text/css}
"""
