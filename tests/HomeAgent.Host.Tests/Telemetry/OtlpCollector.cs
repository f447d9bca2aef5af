using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace DsMip.HomeAgent.Host.Tests.Telemetry;

/// <summary>An OpenTelemetry collector on the loopback address that keeps what it is sent by HTTP.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _http;
    private readonly ConcurrentQueue<(string Path, string Authorization, byte[] Body)> _requests = [];

    private OtlpCollector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _http = builder.Build();
        _http.MapPost("/v1/{signal}", KeepAsync);
    }

    public string Address => _http.Urls.First();

    public static async Task<OtlpCollector> StartAsync()
    {
        var collector = new OtlpCollector();
        await collector._http.StartAsync();
        return collector;
    }

    /// <param name="signal"><c>traces</c> or <c>metrics</c>.</param>
    public IEnumerable<byte[]> Bodies(string signal) => from request in _requests where request.Path == $"/v1/{signal}" select request.Body;

    public IEnumerable<string> Authorizations => _requests.Select(request => request.Authorization);

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    private async Task<IResult> KeepAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        _requests.Enqueue((request.Path, $"{request.Headers.Authorization}", body.ToArray()));
        // An empty message of protocol buffers: all was taken.
        return Results.Bytes([], "application/x-protobuf");
    }
}
