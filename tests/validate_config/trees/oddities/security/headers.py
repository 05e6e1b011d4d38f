"""Headers of every answer."""

# sha384 of docs/swagger.css, as browsers check it
INTEGRITY = "sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC"
SVG = "http://www.w3.org/2000/svg"
CSS_CLASS = "btn-primary-2xl__icon--rounded-shadow_a1B2c3D4"


def security_headers() -> dict[str, str]:
    return {
        "Content-Security-Policy": f"default-src 'self'; style-src '{INTEGRITY}'",
        "X-Content-Type-Options": "nosniff",
    }


def icon() -> str:
    return f'<svg xmlns="{SVG}" class="{CSS_CLASS}"></svg>'
