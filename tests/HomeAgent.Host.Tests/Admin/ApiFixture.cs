using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Options;
using Microsoft.AspNetCore.Builder;

namespace DsMip.HomeAgent.Host.Tests.Admin;

/// <summary>A home agent with two tokens. Every answer that passes here is checked against the OpenAPI document, and is kept.</summary>
[SuppressMessage("Design", "CA1001", Justification = "xunit disposes of it asynchronously")]
public sealed class ApiFixture : IAsyncLifetime
{
    public const string Reader = "dsmip_reader";
    public const string Writer = "dsmip_writer";

    /// <summary>Changes that leave it without tokens.</summary>
    internal static readonly (string Key, string? Value)[] NoTokens =
        [.. from number in (int[])[0, 1] from key in (string[])["Name", "Sha256", "Scope"] select ($"Admin:Tokens:{number}:{key}", (string?)null)];

    private readonly TemporaryStore _store;
    private readonly HttpClient _http;
    private readonly StringBuilder _answers = new();
    private OpenApiSchema? _schema;

    public ApiFixture() : this(StoreProvider.Sqlite)
    {
    }

    internal ApiFixture(StoreProvider provider, params (string Key, string? Value)[] changes)
    {
        _store = new TemporaryStore(provider);
        Options = Configured.Options([
            ("Store:Provider", $"{provider}"), ("Store:ConnectionString", _store.Options.ConnectionString),
            ("MobileNetworkBlocks", "2001:db8:a000::/36,192.0.2.0/24"),
            ("Admin:Tokens:0:Name", "reader"), ("Admin:Tokens:0:Sha256", Hash(Reader)),
            ("Admin:Tokens:1:Name", "writer"), ("Admin:Tokens:1:Sha256", Hash(Writer)), ("Admin:Tokens:1:Scope", "Write"),
            .. changes]);
        Application = HomeAgentApplication.Build(Options);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
    }

    public WebApplication Application { get; }

    internal HomeAgentOptions Options { get; }

    internal TemporaryStore Store => _store;

    /// <summary>Everything that was ever answered.</summary>
    public string Answers => _answers.ToString();

    internal OpenApiSchema Schema => _schema!;

    public static string Hash(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    public async Task InitializeAsync()
    {
        await Application.StartAsync();
        _http.BaseAddress = new Uri(Application.Urls.First());
        await Eventually.Is(async () => (await _http.GetAsync("health/ready")).StatusCode == HttpStatusCode.OK);
        _schema = new OpenApiSchema(await _http.GetStringAsync("api/v1/openapi.json"));
    }

    public async Task DisposeAsync()
    {
        await Application.StopAsync();
        await Application.DisposeAsync();
        _http.Dispose();
        _store.Dispose();
    }

    /// <param name="path">Without <c>/api/v1</c>.</param>
    /// <param name="token">Null: none.</param>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, string? token = Writer, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(method, $"api/v1/{path}");
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (body is not null) request.Content = new StringContent(body, new MediaTypeHeaderValue(contentType));
        return await _http.SendAsync(request);
    }

    /// <summary>As <see cref="SendAsync"/>, with the status that is expected; answers the body, or an empty object.</summary>
    public async Task<JsonElement> ExpectAsync(HttpStatusCode status, HttpMethod method, string path, string? body = null, string? token = Writer)
    {
        using var response = await SendAsync(method, path, body, token);
        var text = await response.Content.ReadAsStringAsync();
        _answers.AppendLine(text);
        Assert.True(status == response.StatusCode, $"{method} {path}: {response.StatusCode} {text}");
        await Schema.CheckAsync(method.Method, $"/api/v1/{path}", (int)status, response.Content.Headers.ContentType?.MediaType, text);
        if ((int)status >= 400) AssertProblem(text, status);
        return JsonDocument.Parse(text.Length == 0 ? "{}" : text).RootElement;
    }

    public Task<JsonElement> GetAsync(string path) => ExpectAsync(HttpStatusCode.OK, HttpMethod.Get, path, null, Reader);

    private static void AssertProblem(string text, HttpStatusCode status)
    {
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        var detail = problem.GetProperty("detail").GetString()!;
        Assert.NotEmpty(detail);
        Assert.DoesNotContain('\n', detail);
    }
}
