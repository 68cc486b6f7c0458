// Telling a person what happened: success, or the server's own sentence for what was refused.
import { ElMessage, ElMessageBox } from 'element-plus';

export function tellDone(text) {
  ElMessage({ type: 'success', message: text, showClose: true });
}

export function tellError(error) {
  const article = error.body?.article ? `（${error.body.article}）` : '';
  ElMessage({ type: 'error', message: `${error.message}${article}`, showClose: true, duration: 8000 });
}

export async function withErrors(action) {
  try {
    return await action();
  } catch (error) {
    tellError(error);
    return undefined;
  }
}

export async function askReason(t, title) {
  try {
    const { value } = await ElMessageBox.prompt(t('reason.label'), title, {
      inputType: 'textarea',
      inputValidator: (text) => !!text?.trim() || t('reason.required'),
      confirmButtonText: t('common.confirm'),
      cancelButtonText: t('common.cancel'),
    });
    return value.trim();
  } catch {
    return null;
  }
}
