export async function GET(request: Request): Promise<Response> {
  const where = `${request.headers.get('host')}/api/health`;
  return Response.json({ where, message: 'ok', sources: [], blogs: [] });
}
