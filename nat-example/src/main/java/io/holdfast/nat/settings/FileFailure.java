package io.holdfast.nat.settings;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** Says in words what is wrong with a file. */
public final class FileFailure {
    private FileFailure() {}

    /** The reason, without the file's name. */
    public static String reason(final IOException failure) {
        return switch (failure) {
            case NoSuchFileException e -> "there is no such file";
            case AccessDeniedException e -> "permission denied";
            case FileAlreadyExistsException e -> "it is a file, not a directory";
            case CharacterCodingException e -> "it is not text in UTF-8";
            default -> failure.getMessage();
        };
    }
}
