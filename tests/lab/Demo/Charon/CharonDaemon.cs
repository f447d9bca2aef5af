using System.Net.Sockets;
using DsMip.Lab.Daemons;
using DsMip.Lab.Probes;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Charon;

/// <summary>
/// strongSwan's IKE daemon, as the distribution ships it, in a namespace. Files and socket are in a directory of its own, so one machine runs
/// several. It has no connections; who needs some loads them over its VICI socket.
/// </summary>
public sealed class CharonDaemon : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly string[] Places = ["/usr/sbin/charon-systemd", "/usr/libexec/strongswan/charon-systemd"];

    private readonly NetworkNamespace _space;
    private readonly CharonFiles _files;
    private Daemon _daemon;

    private CharonDaemon(NetworkNamespace space, CharonFiles files)
    {
        _space = space;
        _files = files;
        _daemon = Launch();
    }

    public string ViciSocket => _files.ViciSocket;

    public string Log => _files.Log;

    public int Id => _daemon.Id;

    /// <summary>Returns when it answers on its socket.</summary>
    /// <param name="directory">For its files alone.</param>
    /// <param name="settings">More sections of <c>strongswan.conf</c>; they win.</param>
    public static CharonDaemon Start(NetworkNamespace space, string directory, string settings = "")
    {
        var files = new CharonFiles(directory);
        files.Write(settings);
        return new CharonDaemon(space, files);
    }

    /// <summary>SIGKILL: peers hear nothing, states and the file of the socket stay.</summary>
    public void Kill()
    {
        _daemon.Kill();
        _daemon.Dispose();
    }

    /// <summary>SIGTERM: peers are told, states are deleted.</summary>
    public void Stop()
    {
        _daemon.Stop(Patience);
        _daemon.Dispose();
    }

    /// <summary>After <see cref="Kill"/> or <see cref="Stop"/>.</summary>
    public void StartAgain() => _daemon = Launch();

    /// <summary>The last lines of its log, for a failure's message.</summary>
    public string Tail(int lines = 60) => File.Exists(Log) ? "\n" + string.Join('\n', File.ReadLines(Log).TakeLast(lines)) : _daemon.Tail();

    /// <summary>Leaves it running when this is disposed.</summary>
    public void Keep() => _daemon.Keep();

    public void Dispose() => _daemon.Dispose();

    private Daemon Launch()
    {
        var program = Array.Find(Places, File.Exists)
            ?? throw new LabException("charon-systemd is missing: apt install charon-systemd strongswan-swanctl (make setup)");
        var output = Path.Combine(_files.Directory, "output.log");
        var daemon = Daemon.Start(_space, output, "env", $"STRONGSWAN_CONF={_files.Configuration}", program);
        Wait.Until(() => Answers() || daemon.HasExited, Patience, $"charon's socket {ViciSocket}");
        return daemon.HasExited ? throw new LabException($"charon ended at once: {daemon.Tail()}") : daemon;
    }

    private bool Answers()
    {
        if (!File.Exists(ViciSocket)) return false;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(ViciSocket));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
