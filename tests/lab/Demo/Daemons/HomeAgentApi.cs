using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Daemons;

/// <summary>The home agent's own HTTP, read from inside its namespace.</summary>
public sealed partial class HomeAgentApi(NetworkNamespace space) : IDisposable
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly HttpClient _http = NamespaceHttp.To(space, "http://127.0.0.1:8191");

    public HomeAgentApi()
        : this(AddressPlan.HomeAgent)
    {
    }

    public bool IsReady()
    {
        try
        {
            using var answer = _http.GetAsync(new Uri("/health/ready", UriKind.Relative)).GetAwaiter().GetResult();
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    public IReadOnlyList<BindingView> Bindings() => Get<List<BindingView>>("/api/v1/bindings") ?? [];

    public BindingView? Binding(string homeAddress) => Bindings().SingleOrDefault(b => b.HomeAddress == homeAddress);

    /// <summary>The security associations in force for a mobile node; empty without a binding.</summary>
    public IReadOnlyList<ProtectionView> Protection(string homeAddress) =>
        Get<List<ProtectedBinding>>("/api/v1/bindings")?.SingleOrDefault(b => b.HomeAddress == homeAddress)?.Protection ?? [];

    /// <summary>The prefixes behind a mobile router, as bound; empty without a binding.</summary>
    public IReadOnlyList<string> MobileNetworks(string homeAddress) =>
        Get<List<RoutersBinding>>("/api/v1/bindings")?.SingleOrDefault(b => b.HomeAddress == homeAddress)?.MobileNetworks ?? [];

    /// <summary>Drops counted so far, by reason.</summary>
    public IReadOnlyDictionary<string, long> Drops() => Labelled("dsmip_drops_total");

    /// <summary>Binding Updates answered so far, by status.</summary>
    public IReadOnlyDictionary<string, long> BindingUpdates() => Labelled("dsmip_binding_updates_total");

    /// <summary>Ends a binding. True: the mobile node has answered.</summary>
    public bool Revoke(string homeAddress)
    {
        using var answer = _http.DeleteAsync(new Uri($"/api/v1/bindings/{homeAddress}", UriKind.Relative)).GetAwaiter().GetResult();
        if (!answer.IsSuccessStatusCode) throw new LabException($"the home agent does not revoke {homeAddress}: {answer.StatusCode}");
        return answer.Content.ReadFromJsonAsync<RevokedBinding>(Web).GetAwaiter().GetResult()!.Acknowledged;
    }

    public string Metrics() => _http.GetStringAsync(new Uri("/metrics", UriKind.Relative)).GetAwaiter().GetResult();

    public void Dispose() => _http.Dispose();

    private T? Get<T>(string path)
    {
        try
        {
            return _http.GetFromJsonAsync<T>(path, Web).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            throw new LabException($"the home agent does not answer {path}: {e.Message}", e);
        }
    }

    private Dictionary<string, long> Labelled(string metric) => Sample().Matches(Metrics())
        .Where(m => m.Groups[1].Value == metric)
        .GroupBy(m => m.Groups[2].Value)
        .ToDictionary(g => g.Key, g => g.Sum(m => (long)double.Parse(m.Groups[3].ValueSpan, CultureInfo.InvariantCulture)));

    private sealed record RevokedBinding(bool Acknowledged);

    private sealed record ProtectedBinding(string HomeAddress, List<ProtectionView> Protection);

    private sealed record RoutersBinding(string HomeAddress, List<string> MobileNetworks);

    [GeneratedRegex("""^(\w+)\{\w+="([^"]*)"[^}]*\} (\S+)$""", RegexOptions.Multiline)]
    private static partial Regex Sample();
}
