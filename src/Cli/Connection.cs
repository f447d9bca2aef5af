using System.CommandLine;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace DsMip.Cli;

/// <summary>The home agent that is spoken to.</summary>
internal sealed class Connection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly Option<string?> Url = new("--url") { Description = "home agent, such as https://ha1.example.org:8443 (or DSMIP_URL; without: http://127.0.0.1:8191)", Recursive = true };
    private static readonly Option<string?> Token = new("--token") { Description = "token (better DSMIP_TOKEN or --token-file: others see command lines)", Recursive = true };
    private static readonly Option<string?> TokenFile = new("--token-file") { Description = "file that holds the token", Recursive = true };
    private static readonly Option<bool> Json = new("--json") { Description = "JSON as the API has it, for scripts", Recursive = true };
    private readonly HttpClient _http;

    private Connection(Uri url, string? token)
    {
        _http = new HttpClient { BaseAddress = new Uri(url, "/api/v1/"), Timeout = Patience };
        if (token is not null) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public static IEnumerable<Option> Options => [Url, Token, TokenFile, Json];

    public static bool WantsJson(ParseResult parsed) => parsed.GetValue(Json);

    /// <exception cref="CliException">The URL or the token is none.</exception>
    public static Connection Open(ParseResult parsed)
    {
        var url = parsed.GetValue(Url) ?? Variable("DSMIP_URL") ?? "http://127.0.0.1:8191";
        var token = parsed.GetValue(Token) ?? (parsed.GetValue(TokenFile) is { } file ? File.ReadAllText(file) : Variable("DSMIP_TOKEN"));
        if (token?.Trim().Any(letter => !char.IsAscii(letter) || char.IsControl(letter) || letter == ' ') == true) throw new CliException(ExitCodes.Usage, "the token is not one");
        return Uri.TryCreate(url, UriKind.Absolute, out var parsedUrl) && parsedUrl.Scheme is "http" or "https"
            ? new Connection(parsedUrl, token?.Trim())
            : throw new CliException(ExitCodes.Usage, $"--url: '{url}' is not an address such as http://127.0.0.1:8191");
    }

    /// <param name="path">Behind <c>/api/v1/</c>.</param>
    /// <param name="body">JSON; null: none.</param>
    /// <returns>An undefined element where nothing is answered.</returns>
    /// <exception cref="CliException">It was refused.</exception>
    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request, stop).ConfigureAwait(false);
        var text = await response.Content.ReadAsStringAsync(stop).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode) throw new CliException(ExitCodes.Of((int)response.StatusCode), Complaint(response, text));
        var next = response.Headers.TryGetValues("Link", out var links) ? links.First().Split('>')[0].TrimStart('<')["/api/v1/".Length..] : null;
        return new Answer(text.Length == 0 ? default : JsonDocument.Parse(text).RootElement, next);
    }

    /// <summary>Something that is no JSON.</summary>
    /// <exception cref="CliException">It was refused.</exception>
    public async Task<byte[]> DownloadAsync(string path, CancellationToken stop)
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative), stop).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode) throw new CliException(ExitCodes.Of((int)response.StatusCode), Complaint(response, await response.Content.ReadAsStringAsync(stop).ConfigureAwait(false)));
        return await response.Content.ReadAsByteArrayAsync(stop).ConfigureAwait(false);
    }

    /// <summary>Server-sent events, without end.</summary>
    public async Task<StreamReader> StreamAsync(string path, CancellationToken stop)
    {
        _http.Timeout = Timeout.InfiniteTimeSpan;
        var response = await _http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, stop).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode) throw new CliException(ExitCodes.Of((int)response.StatusCode), Complaint(response, await response.Content.ReadAsStringAsync(stop).ConfigureAwait(false)));
        return new StreamReader(await response.Content.ReadAsStreamAsync(stop).ConfigureAwait(false));
    }

    public void Dispose() => _http.Dispose();

    private static string Complaint(HttpResponseMessage response, string text)
    {
        try
        {
            var problem = JsonDocument.Parse(text).RootElement;
            var key = problem.TryGetProperty("key", out var member) ? $"{member.GetString()}: " : "";
            return key + (problem.TryGetProperty("detail", out var detail) ? detail.GetString() : $"{(int)response.StatusCode}");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return $"{(int)response.StatusCode} {response.ReasonPhrase}: this is no home agent, or not its API";
        }
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}

/// <param name="Next">Path of the next page; null: there is none.</param>
internal sealed record Answer(JsonElement Body, string? Next);
