using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using ZkReactive.Client;

namespace ZkReactive.Journal.Storage;

/// <summary>The one place that turns what SQLite and the file system say into the journal's errors.</summary>
internal static class StorageErrors
{
    /// <summary>Whether an exception is about the file, rather than a mistake of the program.</summary>
    public static bool IsAboutTheFile(Exception exception) =>
        exception is SqliteException or IOException or UnauthorizedAccessException;

    /// <summary>Whether the file itself is damaged.</summary>
    public static bool IsDamage(Exception exception) =>
        exception is SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB };

    public static ZkPipelineException Translate(string file, Exception exception) =>
        IsDamage(exception)
            ? new JournalCorruptException(file, Reason(exception), exception)
            : new JournalUnavailableException(file, Reason(exception), exception);

    public static string Reason(Exception exception) => exception switch
    {
        SqliteException sqlite => Reason(sqlite),
        _ => exception.Message.TrimEnd('.'),
    };

    private static string Reason(SqliteException exception) => exception.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => "the disk is full",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "another process keeps it locked",
        raw.SQLITE_READONLY or raw.SQLITE_PERM => "it may not be written",
        raw.SQLITE_CANTOPEN => "it is missing or cannot be opened",
        raw.SQLITE_IOERR => string.Create(CultureInfo.InvariantCulture, $"reading or writing it failed (SQLite error {exception.SqliteExtendedErrorCode})"),
        raw.SQLITE_NOTADB => "it is not a SQLite file",
        raw.SQLITE_CORRUPT => "its pages contradict each other",
        _ => string.Create(CultureInfo.InvariantCulture, $"SQLite error {exception.SqliteExtendedErrorCode}"),
    };
}
