from fastapi import FastAPI

app = FastAPI()


@app.get("/api/search")
def search():
    return {}
