using System.Globalization;

namespace DsMip.Testing;

/// <summary>
/// The files of one server: dsmip-pg-(process id)-(random) in a temporary directory. Those of a killed test run are removed by the next one,
/// and their servers with them.
/// </summary>
internal sealed class PostgresDirectory
{
    private const string Prefix = "dsmip-pg-";

    public PostgresDirectory(string parent, string superuser, string password)
    {
        Sweep(parent);
        Path = System.IO.Path.Combine(parent, $"{Prefix}{Environment.ProcessId}-{System.IO.Path.GetRandomFileName()}");
        Directory.CreateDirectory(Path);
        var passwordFile = System.IO.Path.Combine(Path, "password");
        File.WriteAllText(passwordFile, password);
        if (PostgresPrograms.Owner is { } owner) Shell.Run("chown", "-R", owner, Path);
        var initialize = PostgresPrograms.AsOwner(
            "initdb", "-D", Data, "-U", superuser, "--pwfile", passwordFile, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync");
        Shell.Run("env", ["--chdir", Path, .. initialize]);
        // initdb lets in the machine itself; a server in a namespace is asked by its neighbours.
        File.AppendAllText(System.IO.Path.Combine(Data, "pg_hba.conf"), "host all all 0.0.0.0/0 scram-sha-256\nhost all all ::/0 scram-sha-256\n");
    }

    public string Path { get; }

    public string Data => System.IO.Path.Combine(Path, "data");

    public string Log => System.IO.Path.Combine(Path, "log");

    public void Remove() => Directory.Delete(Path, recursive: true);

    /// <summary>The postmaster of a data directory and all its backends, which survive it for a moment.</summary>
    public static void KillAll(int postmaster)
    {
        var children = $"/proc/{postmaster}/task/{postmaster}/children";
        // The postmaster first: it would start again what dies under it.
        string[] all = [Text(postmaster), .. (File.Exists(children) ? File.ReadAllText(children) : "").Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        foreach (var process in all) Shell.Start("kill", "-KILL", process).WaitForExit();
        while (all.Any(IsAlive)) Thread.Sleep(5);
    }

    private static void Sweep(string parent)
    {
        foreach (var path in Directory.GetDirectories(parent, Prefix + "*"))
        {
            if (!int.TryParse(System.IO.Path.GetFileName(path).Split('-')[2], CultureInfo.InvariantCulture, out var owner)) continue;
            if (!IsAlive(Text(owner))) Abandon(path);
        }
    }

    private static void Abandon(string path)
    {
        try
        {
            var lockFile = System.IO.Path.Combine(path, "data", "postmaster.pid");
            if (File.Exists(lockFile) && int.Parse(File.ReadLines(lockFile).First(), CultureInfo.InvariantCulture) is var postmaster && IsOf(postmaster, path))
                KillAll(postmaster);
            Directory.Delete(path, recursive: true);
        }
        catch (IOException)
        {
            // Another test run was faster.
        }
    }

    // The number may be another process's by now.
    private static bool IsOf(int process, string path) =>
        File.Exists($"/proc/{process}/cmdline") && File.ReadAllText($"/proc/{process}/cmdline").Contains(path, StringComparison.Ordinal);

    private static bool IsAlive(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1][0] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
