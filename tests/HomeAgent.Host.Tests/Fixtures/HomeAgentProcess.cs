using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace DsMip.HomeAgent.Host.Tests.Fixtures;

/// <summary>
/// The real daemon in a network namespace, and a network next to it:
/// <code>
/// outside (out0) 198.51.100.2, .3   2001:db8:f::2  ---  (up0) 198.51.100.1  2001:db8:f::1  home agent, 2001:db8:1::1 on lo
/// </code>
/// </summary>
internal sealed class HomeAgentProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _directory = System.IO.Directory.CreateTempSubdirectory("dsmip-ha-").FullName;
    private readonly string _working = System.IO.Directory.CreateTempSubdirectory("dsmip-ha-cwd-").FullName;
    private readonly HttpClient _http;
    private Process? _process;

    public HomeAgentProcess()
    {
        Inside = NetworkNamespace.Create();
        Outside = NetworkNamespace.Create();
        NetworkNamespace.Connect(Inside, "up0", Outside, "out0");
        Inside.Ip("address add 198.51.100.1/24 dev up0");
        Inside.Ip("address add 2001:db8:f::1/64 dev up0 nodad");
        Inside.Ip("address add 2001:db8:1::1/128 dev lo nodad");
        Inside.Sysctl("net.ipv6.conf.all.forwarding", "1");
        Inside.Sysctl("net.ipv4.ip_forward", "1");
        Outside.Ip("address add 198.51.100.2/24 dev out0");
        Outside.Ip("address add 198.51.100.3/24 dev out0");
        Outside.Ip("address add 2001:db8:f::2/64 dev out0 nodad");
        Outside.Ip("route add 2001:db8:1::/64 via 2001:db8:f::1");
        _http = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, _) => new ValueTask<Stream>(Inside.Run(Connect)) })
        {
            BaseAddress = new Uri("http://127.0.0.1:8191"),
        };
    }

    public NetworkNamespace Inside { get; }

    public NetworkNamespace Outside { get; }

    /// <summary>Reaches its HTTP interface from any namespace.</summary>
    public HttpClient Http => _http;

    public async Task StartAsync(params string[] flags)
    {
        _process = Launch(flags);
        var started = Stopwatch.StartNew();
        while (!await IsReadyAsync())
        {
            if (_process.HasExited) throw new InvalidOperationException($"exit code {_process.ExitCode}: {await _process.StandardError.ReadToEndAsync()}");
            Assert.True(started.Elapsed < Patience, "never became ready");
            await Task.Delay(50);
        }
    }

    /// <summary>Starts it, expects it to give up, and answers its exit code and what it said.</summary>
    public async Task<(int ExitCode, string Errors)> FailAsync(params string[] flags)
    {
        using var process = Launch(flags);
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, errors);
    }

    /// <summary>Waits until it ends by itself; answers its exit code.</summary>
    public async Task<int> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process!.WaitForExitAsync(patience.Token);
        return End(_ => { });
    }

    public void Kill() => End(process => process.Kill());

    /// <summary>Asks it to end; answers its exit code.</summary>
    public int Terminate() => End(process => Shell.Run("kill", "-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    public async Task<long> DropsAsync(string reason)
    {
        var line = $"dsmip_drops_total{{reason=\"{reason}\"}} ";
        var metrics = await _http.GetStringAsync("metrics");
        return long.Parse(metrics.Split('\n').Single(text => text.StartsWith(line, StringComparison.Ordinal))[line.Length..], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Null: there is none.</summary>
    public async Task<JsonElement?> BindingAsync(string homeAddress)
    {
        using var response = await _http.GetAsync($"api/v1/bindings/{homeAddress}");
        return response.StatusCode == HttpStatusCode.NotFound ? null : JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }

    /// <summary>A UDP socket outside.</summary>
    public Socket OpenOutside(string address, int port = 0) => Outside.Run(() =>
    {
        var ip = IPAddress.Parse(address);
        var socket = new Socket(ip.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 30_000 };
        socket.Bind(new IPEndPoint(ip, port));
        return socket;
    });

    public void Dispose()
    {
        if (_process is not null) Kill();
        _http.Dispose();
        Inside.Dispose();
        Outside.Dispose();
        System.IO.Directory.Delete(_directory, recursive: true);
        var left = System.IO.Directory.GetFileSystemEntries(_working);
        System.IO.Directory.Delete(_working, recursive: true);
        Assert.Empty(left);
    }

    private Process Launch(params string[] flags)
    {
        var keys = Configured.Keys();
        keys.Remove("Roles");
        keys["Admin:Listen"] = "http://127.0.0.1:8191";
        keys["Store:ConnectionString"] = $"Data Source={Path.Combine(_directory, "ha.db")}";
        // In a working directory of its own, where it has nothing to leave.
        var arguments = keys.Select(pair => $"--{pair.Key}={pair.Value}").Concat(flags);
        var program = Path.Combine(AppContext.BaseDirectory, "dsmip-ha.dll");
        return Shell.Start("env", ["--chdir", _working, "ip", "netns", "exec", Inside.Name, Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "dotnet", program, .. arguments]);
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            return (await _http.GetAsync("health/ready")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private int End(Action<Process> how)
    {
        using var process = _process!;
        _process = null;
        if (!process.HasExited) how(process);
        Assert.True(process.WaitForExit(Patience), "did not end");
        return process.ExitCode;
    }

#pragma warning disable CA1859 // ConnectCallback wants a Stream.
    private static Stream Connect()
#pragma warning restore CA1859
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, 8191);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
