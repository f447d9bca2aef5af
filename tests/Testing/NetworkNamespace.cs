using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace DsMip.Testing;

/// <summary>
/// A network namespace named dsmt-(process id)-(number), loopback up, removed when disposed. Namespaces that a killed test run left
/// behind are removed by the next one.
/// </summary>
public sealed partial class NetworkNamespace : IDisposable
{
    private const string Prefix = "dsmt-";
    private const int NetworkFlag = 0x40000000; // CLONE_NEWNET
    private static readonly Lazy<bool> Swept = new(Sweep);
    private static int _count;

    private NetworkNamespace(string name) => Name = name;

    public string Name { get; }

    /// <exception cref="InvalidOperationException">ip netns refuses; the message says why.</exception>
    public static NetworkNamespace Create()
    {
        _ = Swept.Value;
        var name = $"{Prefix}{Environment.ProcessId}-{Interlocked.Increment(ref _count)}";
        Shell.Run("ip", "netns", "add", name);
        var created = new NetworkNamespace(name);
        created.Ip("link set lo up");
        return created;
    }

    /// <summary>Connects two namespaces with a veth pair, both ends up, IPv6 duplicate address detection off.</summary>
    public static void Connect(NetworkNamespace left, string leftInterface, NetworkNamespace right, string rightInterface)
    {
        left.Ip($"link add {leftInterface} type veth peer name {rightInterface} netns {right.Name}");
        left.BringUp(leftInterface);
        right.BringUp(rightInterface);
    }

    /// <summary>Runs <c>ip -n (this) arguments</c>; answers its output.</summary>
    public string Ip(string arguments) => Shell.Run("ip", ["-n", Name, .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

    /// <summary>Runs a program inside; answers its output, throws if it fails.</summary>
    public string Execute(string program, params string[] arguments) => Shell.Run("ip", ["netns", "exec", Name, program, .. arguments]);

    /// <summary>Sets a kernel parameter inside, e.g. <c>net.ipv6.conf.all.forwarding</c>.</summary>
    public void Sysctl(string key, string value) => Execute("sysctl", "-qw", $"{key}={value}");

    /// <summary>
    /// Runs <paramref name="action"/> inside, on a thread of its own. Sockets and TUN devices opened there stay in this namespace, whichever
    /// thread uses them later. Not for asynchronous code: it would continue on another thread, outside.
    /// </summary>
    public T Run<T>(Func<T> action)
    {
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Enter();
                result = action();
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        }) { IsBackground = true };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }

    /// <inheritdoc cref="Run{T}(Func{T})"/>
    public void Run(Action action) => Run(() =>
    {
        action();
        return true;
    });

    public void Dispose() => Shell.Run("ip", "netns", "delete", Name);

    private void BringUp(string device)
    {
        // Without duplicate address detection an address is usable at once.
        Sysctl($"net.ipv6.conf.{device}.accept_dad", "0");
        Ip($"link set {device} up");
    }

    private void Enter()
    {
        using var descriptor = File.OpenHandle($"/run/netns/{Name}");
        if (SetNamespace(descriptor, NetworkFlag) != 0)
            throw new InvalidOperationException($"setns {Name}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    private static bool Sweep()
    {
        if (!Directory.Exists("/run/netns")) return false;
        foreach (var path in Directory.EnumerateFiles("/run/netns", Prefix + "*"))
            if (IsAbandoned(path)) Abandon(Path.GetFileName(path));
        return true;
    }

    private static bool IsAbandoned(string path) =>
        int.TryParse(Path.GetFileName(path).Split('-')[1], CultureInfo.InvariantCulture, out var owner) && !Directory.Exists($"/proc/{owner}");

    private static void Abandon(string name)
    {
        try
        {
            Shell.Run("ip", "netns", "delete", name);
        }
        catch (InvalidOperationException)
        {
            // Another test run was faster.
        }
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(SafeFileHandle descriptor, int kind);
}
