namespace DsMip.Cli;

/// <summary>What ends the program, in one line.</summary>
internal sealed class CliException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

/// <summary>What the program says to scripts.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int NotFound = 3;
    public const int Forbidden = 4;
    public const int Conflict = 5;
    public const int Refused = 6;

    /// <param name="status">An HTTP status of 400 or more.</param>
    public static int Of(int status) => status switch
    {
        401 or 403 => Forbidden,
        404 => NotFound,
        409 => Conflict,
        400 or 413 or 415 or 422 => Refused,
        _ => Failed,
    };
}
