using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace DsMip.Testing;

/// <summary>
/// BIND's named as it is, primary server of example.org at an address of the loopback interface. AAAA records there are updated under a TSIG key of its own, and nothing else is.
/// </summary>
public sealed class NameServer : IDisposable
{
    public const string Zone = "example.org";
    public const string KeyName = "dsmip-ha";
    private const string Program = "/usr/sbin/named";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _directory = Directory.CreateTempSubdirectory("dsmip-named-").FullName;
    private readonly Process _process;

    /// <param name="records">Further ones of the zone, as in a zone file.</param>
    /// <exception cref="InvalidOperationException">It is not installed, or does not start.</exception>
    public NameServer(string records = "")
    {
        try
        {
            Port = FreePort();
            Write(records);
            _process = Start();
        }
        catch
        {
            Directory.Delete(_directory, recursive: true);
            throw;
        }
    }

    public static string Address => IPAddress.Loopback.ToString();

    public int Port { get; }

    /// <summary>Of the key, in base64.</summary>
    public string KeyFile => In("secret");

    /// <summary>Null if it is installed.</summary>
    public static string? SkipReason => Environment.GetEnvironmentVariable("CI") == "true" || File.Exists(Program) ? null : "needs bind9 and bind9-dnsutils (make setup)";

    /// <summary>Asks with dig, an observer that shares no code with ours; answers are sorted.</summary>
    public string[] Query(string name, string type) =>
        [.. Shell.Run("dig", "+short", "+tries=1", "+time=5", "-p", PortText, $"@{Address}", name, type).Split('\n', StringSplitOptions.RemoveEmptyEntries).Order()];

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private string PortText => Port.ToString(CultureInfo.InvariantCulture);

    private string In(string file) => Path.Combine(_directory, file);

    private void Write(string records)
    {
        var secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        File.WriteAllText(KeyFile, secret + "\n");
        File.WriteAllText(In("named.conf"), $$"""
            key "{{KeyName}}" { algorithm hmac-sha256; secret "{{secret}}"; };
            options {
                directory "{{_directory}}"; listen-on port {{PortText}} { {{Address}}; }; listen-on-v6 { none; };
                pid-file none; session-keyfile none; lock-file none; recursion no; notify no; dnssec-validation no;
            };
            controls { };
            zone "{{Zone}}" { type primary; file "zone"; update-policy { grant {{KeyName}} zonesub AAAA; }; };

            """);
        File.WriteAllText(In("zone"), $"$TTL 60\n@ IN SOA ns hostmaster 1 60 60 60 60\n@ IN NS ns\nns IN A {Address}\n{records}\n");
    }

    private Process Start()
    {
        // Where AppArmor confines it to its usual files, that goes by the name of the program.
        File.Copy(Program, In("named"));
        var process = Shell.Start("sh", "-c", $"exec '{In("named")}' -g -n 1 -c '{In("named.conf")}' >'{In("log")}' 2>&1 </dev/null");
        var started = Stopwatch.StartNew();
        while (!File.Exists(In("log")) || !File.ReadAllText(In("log")).Contains(" running\n", StringComparison.Ordinal))
        {
            if (process.HasExited || started.Elapsed > Patience) throw new InvalidOperationException($"named does not start: {File.ReadAllText(In("log"))}");
            Thread.Sleep(10);
        }
        return process;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
