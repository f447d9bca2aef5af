namespace DsMip.Linux.Tests;

public sealed class LinuxExceptionTests
{
    [Theory]
    [InlineData(Errno.EPERM, "EPERM (Operation not permitted); needs CAP_NET_ADMIN and CAP_NET_RAW: run as root or grant these capabilities")]
    [InlineData(Errno.ENETUNREACH, "ENETUNREACH (Network is unreachable)")]
    [InlineData(Errno.ENOBUFS, "ENOBUFS (No buffer space available)")]
    [InlineData(Errno.EBADFD, "EBADFD (File descriptor in bad state)")]
    [InlineData(Errno.EMSGSIZE, "EMSGSIZE (Message too long)")]
    public void Numbers_have_the_c_librarys_meaning(Errno errno, string expected) =>
        Assert.Equal("trying: " + expected, new LinuxException("trying", errno).Message);

    [Fact]
    public void A_remedy_of_its_own_replaces_the_usual_one() =>
        Assert.Equal("trying: EPERM (Operation not permitted); ask", new LinuxException("trying", Errno.EPERM, "ask").Message);
}
