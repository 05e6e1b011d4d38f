"""
@.architecture
Incoming: SQLAlchemy declarative_base(), sqlalchemy.orm.Session --- {Base}
Processing: table classes --- {1 job: data_modelling}
Outgoing: callers in every layer --- {Row}
"""
