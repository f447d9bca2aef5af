using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace DsMip.HomeAgent.Host.Tests.Cluster;

/// <summary>A control node, the real daemon, at a loopback address of its own.</summary>
internal sealed class ControlNode(string host, string working, IReadOnlyDictionary<string, string?> keys) : IDisposable
{
    public const int Port = 4055;
    public const int AdminPort = 8191;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly HttpClient _http = new() { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://{host}:{AdminPort}")), Timeout = TimeSpan.FromSeconds(5) };
    private readonly string _log = Path.Combine(working, host + ".log");
    private Process? _process;

    public string Host => host;

    public string Log => File.Exists(_log) ? File.ReadAllText(_log) : "";

    public bool IsRunning => _process is { HasExited: false };

    public void Start()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "dsmip-ha.dll");
        string[] words = ["dotnet", program, .. keys.Select(pair => $"--{pair.Key}={pair.Value}")];
        // Everything there execs the next: the process that is started becomes the daemon.
        _process = Shell.Start("sh", ["-c", $"cd '{working}'; exec \"$@\" >>'{_log}' 2>&1 </dev/null", "sh", .. words]);
    }

    /// <summary>What it waits for; null: nothing, it is ready.</summary>
    public async Task<string?> WaitsForAsync()
    {
        try
        {
            using var answer = await _http.GetAsync("health/ready");
            return answer.IsSuccessStatusCode ? null : await answer.Content.ReadAsStringAsync();
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return e.Message;
        }
    }

    public async Task ReadyAsync()
    {
        var waited = Stopwatch.StartNew();
        while (await WaitsForAsync() is { } missing)
        {
            Assert.True(IsRunning, $"{host} has ended: {Log}");
            Assert.True(waited.Elapsed < Patience, $"{host} {missing} {Log}");
            await Task.Delay(50);
        }
    }

    public async Task<bool> IsLiveAsync()
    {
        try
        {
            return (await _http.GetAsync("health/live")).StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public void Kill() => End("-KILL");

    /// <returns>The exit code.</returns>
    public int Terminate() => End("-TERM");

    public void Signal(string signal) => Shell.Run("kill", signal, _process!.Id.ToString(CultureInfo.InvariantCulture));

    /// <returns>The exit code.</returns>
    public int AwaitEnd()
    {
        Assert.True(_process!.WaitForExit(Patience), $"{host} did not end: {Log}");
        var code = _process.ExitCode;
        _process.Dispose();
        _process = null;
        return code;
    }

    public void Dispose()
    {
        if (IsRunning) Kill();
        _process?.Dispose();
        _http.Dispose();
    }

    private int End(string signal)
    {
        if (!_process!.HasExited) Signal(signal);
        return AwaitEnd();
    }
}
