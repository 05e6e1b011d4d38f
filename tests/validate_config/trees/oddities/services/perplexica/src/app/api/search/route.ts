export async function POST(request: Request): Promise<Response> {
  const where = `${request.headers.get('host')}/api/search`;
  return Response.json({ where, message: 'ok', sources: [process.env.SEARXNG_API_URL], blogs: [] });
}
